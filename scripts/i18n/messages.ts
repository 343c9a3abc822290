import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The texts of a language by their full key, such as `postCard.reply`. */
export type Messages = Map<string, string>

/** The directory of the messages in a copy of the repository. */
export function messagesDirectory(root: string): string {
  return join(root, 'lib/i18n/messages')
}

/** The languages that have a file of messages. */
export function listLanguages(root: string): string[] {
  const names = readdirSync(messagesDirectory(root)).filter((name) => /^[\w-]+\.json$/.test(name))
  return names.map((name) => name.slice(0, -'.json'.length)).sort()
}

/** Reads the messages of a language. */
export function readMessages(root: string, language: string): Messages {
  return flattenMessages(JSON.parse(readFileSync(join(messagesDirectory(root), `${language}.json`), 'utf8')))
}

/** Maps the full key of each message to its text. */
export function flattenMessages(node: object, prefix = ''): Messages {
  const entries = Object.entries(node).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : [...flattenMessages(value, `${prefix}${key}.`)],
  )
  return new Map(entries)
}
