import { getRequestConfig } from 'next-intl/server'
import { defaultLocale, isLocale, type Locale } from './locales'
import en from './messages/en.json'
import es from './messages/es.json'

type Texts<Messages> = {
  [Key in keyof Messages]: Messages[Key] extends string ? string : Texts<Messages[Key]>
}

/** Every language has the same keys. */
const messages: Record<Locale, Texts<typeof en> & Texts<typeof es>> = { en, es }

/** The locale comes from the page's address (guests) or from a header that proxy.ts sets (members). */
export default getRequestConfig(async ({ requestLocale }) => {
  const requested = await requestLocale
  const locale = isLocale(requested) ? requested : defaultLocale
  // Only the English texts have literal types, from which next-intl reads the parameters.
  return { locale, messages: messages[locale] as typeof en, timeZone: 'UTC' }
})
