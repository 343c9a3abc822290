import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { listLanguages, readMessages } from './messages'
import { referenceProblems, translationProblems } from './translation-problems'
import { readSources, unusedKeys } from './unused-keys'

/** Keys by language; those of `*` are the same in every language. */
const sameFile = 'lib/i18n/same-as-english.json'

/**
 * Checks the messages of every language.
 * @param root A copy of the repository.
 * @param locales The languages that the site offers.
 * @returns One line for each problem.
 */
export function checkLanguages(root: string, locales: readonly string[]): string[] {
  const languages = listLanguages(root)
  const english = readMessages(root, 'en')
  const same: Record<string, string[]> = JSON.parse(readFileSync(join(root, sameFile), 'utf8'))
  const translations = languages
    .filter((language) => language !== 'en')
    .map((language) => ({
      language,
      messages: readMessages(root, language),
      same: [...(same['*'] ?? []), ...(same[language] ?? [])],
    }))
  return [
    ...locales
      .filter((locale) => !languages.includes(locale))
      .map((locale) => `lib/i18n/messages/${locale}.json is missing: npm run i18n -- add ${locale}`),
    ...languages
      .filter((language) => !locales.includes(language))
      .map((language) => `${language} has messages, but is not in lib/i18n/locales.ts`),
    ...translations
      .map(({ language }) => `lib/i18n/glossaries/${language}.md`)
      .filter((path) => !existsSync(join(root, path)))
      .map((path) => `${path} is missing: it lists the words of the product in that language`),
    ...referenceProblems(english),
    ...unusedKeys(english.keys(), readSources(root)).map((key) => `${key} is unused`),
    ...translations.flatMap((translation) => translationProblems(english, translation)),
  ]
}
