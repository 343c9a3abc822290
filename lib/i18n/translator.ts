import { createTranslator } from 'next-intl'
import { allMessages } from './all-messages'
import type { Locale } from './locales'
import type en from './messages/en.json'

/** Translates outside of a request: in mails and jobs. @returns the function `t` for a namespace of the messages */
export function translatorFor<Namespace extends keyof typeof en>(locale: Locale, namespace: Namespace) {
  const messages = allMessages[locale] as typeof en
  return createTranslator<typeof en, Namespace>({ locale, messages, namespace, timeZone: 'UTC' })
}
