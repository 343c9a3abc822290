import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser'
import { directionOf, isLocale } from '../../lib/i18n/locales'
import type { Messages } from './messages'

type Translation = {
  language: string
  messages: Messages
  /** The keys whose text is the same as in English, because the word is. */
  same: string[]
}

/** Compares the messages of a language with the English ones: keys, arguments, plural forms, untranslated texts. */
export function translationProblems(english: Messages, { language, messages, same }: Translation): string[] {
  const problems: string[] = []
  for (const [key, reference] of english) {
    const text = messages.get(key)
    if (text === undefined) problems.push(`${key} is missing in ${language}`)
    else problems.push(...textProblems(key, reference, text, language, same))
  }
  for (const key of messages.keys())
    if (!english.has(key)) problems.push(`${key} is in ${language} only: remove or rename it`)
  for (const key of same)
    if (messages.get(key) !== english.get(key))
      problems.push(`${key} is translated in ${language}: remove it from same-as-english.json`)
  return problems
}

function textProblems(
  key: string,
  reference: string,
  text: string,
  language: string,
  same: string[],
): string[] {
  const [expected, found] = [argumentsOf(reference), argumentsOf(text)]
  if (found === null) return [`${key} in ${language} is not a valid ICU message: ${text}`]
  const problems = pluralProblems(text, language, reference).map((what) => `${key} in ${language} ${what}`)
  if (expected !== found) problems.push(`${key} has {${expected}} in en, {${found}} in ${language}`)
  if (text === reference && hasWords(text) && !same.includes(key))
    problems.push(`${key} is not translated into ${language}: ${text}`)
  if (isLocale(language) && directionOf(language) === 'rtl' && /(?<![\u2066\u2068])[@#]\{/.test(text))
    problems.push(`${key} in ${language}: @{…} and #{…} need U+2068 before and U+2069 after them`)
  return problems
}

/** The problems of an English message: it has to be valid, and to have the plural forms of English. */
export function referenceProblems(english: Messages): string[] {
  return [...english].flatMap(([key, text]) =>
    argumentsOf(text) === null
      ? [`${key} in en is not a valid ICU message: ${text}`]
      : pluralProblems(text, 'en', text).map((what) => `${key} in en ${what}`),
  )
}

/** The sorted names of the ICU arguments and tags in a message; null when it is not valid. */
function argumentsOf(text: string): string | null {
  const elements = elementsOf(text)
  if (!elements) return null
  const names = new Set<string>()
  for (const element of elements) {
    if (element.type === TYPE.tag) names.add(`<${element.value}>`)
    else if (element.type !== TYPE.literal && element.type !== TYPE.pound) names.add(element.value)
  }
  return [...names].sort().join(', ')
}

/** Every element of a message, those in plural forms and tags as well; null when it is not valid. */
function elementsOf(text: string): MessageFormatElement[] | null {
  try {
    return flatten(parse(text))
  } catch {
    return null
  }
}

const flatten = (elements: MessageFormatElement[]): MessageFormatElement[] =>
  elements.flatMap((element) => [element, ...flatten(childrenOf(element))])

function childrenOf(element: MessageFormatElement): MessageFormatElement[] {
  if (element.type === TYPE.tag) return element.children
  if (element.type !== TYPE.plural && element.type !== TYPE.select) return []
  return Object.values(element.options).flatMap(({ value }) => value)
}

/** A count of every plural category that integers below a million have. */
const counts = Array.from({ length: 201 }, (_, count) => count)

function pluralProblems(text: string, language: string, reference: string): string[] {
  const isInflected = (elementsOf(reference) ?? []).some(
    (element) => element.type === TYPE.plural && Object.keys(element.options).length > 1,
  )
  const rules = new Intl.PluralRules(language)
  const categories = new Set<string>(rules.resolvedOptions().pluralCategories)
  return (elementsOf(text) ?? []).flatMap((element) => {
    if (element.type !== TYPE.plural) return []
    const forms = Object.keys(element.options)
    // The number changes nothing in the sentence, as in “3 following”.
    if (forms.length === 1 && !isInflected) return []
    const missing = counts.find(
      (count) => ![`=${count}`, rules.select(count)].some((form) => forms.includes(form)),
    )
    const unknown = forms.find((form) => !form.startsWith('=') && !categories.has(form))
    return [
      ...(missing === undefined ? [] : [`has no form “${rules.select(missing)}” of {${element.value}}`]),
      ...(unknown === undefined ? [] : [`has the form “${unknown}”, which the language never uses`]),
    ]
  })
}

/** Whether a message has text in addition to arguments and tags. */
function hasWords(text: string): boolean {
  return (elementsOf(text) ?? []).some(
    (element) => element.type === TYPE.literal && /\p{L}{2}/u.test(element.value),
  )
}
