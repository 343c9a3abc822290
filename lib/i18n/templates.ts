import { formatNumber } from './format-number'
import type { Locale } from './locales'

/** A message without one value: the text before the value and the text after it. Without a value there is one text. */
export type Template = [before: string, after?: string]

/** A message without its number, by plural category. */
export type PluralTemplate = {
  locale: Locale
  forms: Partial<Record<Intl.LDMLPluralRule, Template>> & { other: Template }
}

/** Replaces the value while a message is formatted. */
const slot = '\uFFFC'

/** At least one number for every plural category of CLDR. */
const samples = [0, 1, 2, 3, 6, 11, 100, 1_000_000, 1.5]

/**
 * Formats a message except for one value. Client components fill it in, because next-intl is not sent to browsers; lists
 * do so because formatting a message for every entry is slow.
 * @param format Formats the message with the value it is given.
 */
export function createTemplate(format: (value: string) => string): Template {
  const [before = '', after] = format(slot).split(slot)
  return [before, after]
}

/** Formats a message with the value that its template lacks. */
export function fillTemplate([before, after]: Template, value: string | number): string {
  return after === undefined ? before : `${before}${value}${after}`
}

const rulesOfLocales = new Map<Locale, Intl.PluralRules>()

/** The rules of a language; creating `Intl.PluralRules` takes about a third of the time of rendering a post card. */
function pluralRules(locale: Locale): Intl.PluralRules {
  const rules = rulesOfLocales.get(locale) ?? new Intl.PluralRules(locale)
  rulesOfLocales.set(locale, rules)
  return rules
}

/**
 * Formats a message with an ICU plural except for its number.
 * @param locale The language of the message.
 * @param format Formats the message for a count, with `shown` instead of the number.
 */
export function createPluralTemplate(
  locale: Locale,
  format: (count: number, shown: string) => string,
): PluralTemplate {
  const rules = pluralRules(locale)
  const forms: Partial<PluralTemplate['forms']> = {}
  for (const count of samples) forms[rules.select(count)] ??= createTemplate((shown) => format(count, shown))
  return { locale, forms: { other: [''], ...forms } }
}

/** Formats a message with the number that its template lacks, in the plural form of the number. */
export function fillPluralTemplate({ locale, forms }: PluralTemplate, count: number): string {
  const form = forms[pluralRules(locale).select(count)] ?? forms.other
  return fillTemplate(form, formatNumber(locale, count))
}
