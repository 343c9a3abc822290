import { setRequestLocale } from 'next-intl/server'
import { defaultLocale, isLocale } from './locales'

/**
 * Sets the language of a prerendered page. Its layout, page and metadata each call it first.
 * @param locale The parameter of the route; the default language replaces an unsupported one.
 */
export function setGuestLocale(locale: string): void {
  setRequestLocale(isLocale(locale) ? locale : defaultLocale)
}
