import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { listLanguages, messagesDirectory } from './messages'

/**
 * Creates the messages of a new language, with the English texts.
 * @param root A copy of the repository.
 * @param tag The tag of the language (BCP 47), such as `nl` or `pt-BR`.
 * @returns What to do next.
 * @throws Error when the tag is not valid, or the language exists
 */
export function addLanguage(root: string, tag: string): string[] {
  const language = canonicalTag(tag)
  if (listLanguages(root).includes(language)) throw new Error(`${language} has a file of messages already.`)
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language)
  copyFileSync(join(messagesDirectory(root), 'en.json'), join(messagesDirectory(root), `${language}.json`))
  return [
    `Created lib/i18n/messages/${language}.json with the English texts. Next:`,
    `1. Add '${language}' to locales and localeNames (“${name}”) in lib/i18n/locales.ts; if it is written from right to left, to rightToLeft as well.`,
    `2. Import the messages in lib/i18n/request.ts.`,
    `3. Write lib/i18n/glossaries/${language}.md, and translate the texts with it. {name} and <tag> stay as they are; plural forms are those of the language.`,
    `4. List the texts that are the same word as in English in lib/i18n/same-as-english.json.`,
    `5. If @zxcvbn-ts has words of the language, add them to lib/passwords/strength.mjs.`,
    `6. Run npm run i18n -- check until it finds nothing, then npm run e2e -- languages.`,
  ]
}

function canonicalTag(tag: string): string {
  try {
    const [language] = Intl.getCanonicalLocales(tag)
    if (language && Intl.PluralRules.supportedLocalesOf(language).length > 0) return language
  } catch {
    // Not a tag at all.
  }
  throw new Error(`“${tag}” is not the tag of a known language, such as nl or pt-BR.`)
}
