import { getRequestConfig } from 'next-intl/server'
import { allMessages } from './all-messages'
import { defaultLocale, isLocale } from './locales'
import { messageCache } from './message-cache'
import type en from './messages/en.json'

/** The locale comes from the page's address (guests) or from a header that proxy.ts sets (members). */
export default getRequestConfig(async ({ requestLocale }) => {
  const requested = await requestLocale
  const locale = isLocale(requested) ? requested : defaultLocale
  return {
    locale,
    // Only the English texts have literal types, from which next-intl reads the parameters.
    messages: allMessages[locale] as typeof en,
    timeZone: 'UTC',
    ...messageCache,
  }
})
