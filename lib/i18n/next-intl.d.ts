import type { Locale } from './locales'
import type messages from './messages/en.json'

declare module 'next-intl' {
  /** Makes a missing key or a wrong parameter a type error. `next typegen` writes the literal types of the messages. */
  interface AppConfig {
    Locale: Locale
    Messages: typeof messages
  }
}
