import { getLocale } from 'next-intl/server'
import { defaultLocale, isLocale, type Locale } from '../i18n/locales'

/** The language of the page that the request comes from. */
export async function requestLocale(): Promise<Locale> {
  const locale = await getLocale()
  return isLocale(locale) ? locale : defaultLocale
}
