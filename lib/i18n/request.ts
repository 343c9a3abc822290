import { getRequestConfig } from 'next-intl/server'
import { defaultLocale, isLocale } from './locales'
import en from './messages/en.json'
import es from './messages/es.json'

const messages = { en, es }

/** The language comes from the page's address (guests) or from the header that proxy.ts sets (members). */
export default getRequestConfig(async ({ requestLocale }) => {
  const asked = await requestLocale
  const locale = isLocale(asked) ? asked : defaultLocale
  return { locale, messages: messages[locale], timeZone: 'UTC' }
})
