import { readFileSync } from 'node:fs'
import type { Locale } from '../lib/i18n/locales'
import type en from '../lib/i18n/messages/en.json'

/** The texts of a language. */
export function messagesOf(locale: Locale): typeof en {
  return JSON.parse(readFileSync(new URL(`../lib/i18n/messages/${locale}.json`, import.meta.url), 'utf8'))
}

/** The English texts without parameters that the language translates, and does not use elsewhere. */
export function englishTexts(locale: Locale): Set<string> {
  const own = new Set(flatten(messagesOf(locale)))
  return new Set(
    flatten(messagesOf('en')).filter((text) => text.length > 3 && !/[{<]/.test(text) && !own.has(text)),
  )
}

const flatten = (node: object): string[] =>
  Object.values(node).flatMap((value) => (typeof value === 'string' ? [value] : flatten(value)))
