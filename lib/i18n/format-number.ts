import type { Locale } from './locales'

const formats = new Map<Locale, Intl.NumberFormat>()

/** Formats a number with the separators of a language. Western digits everywhere, as in names, addresses and search. */
export function formatNumber(locale: Locale, value: number): string {
  const format = formats.get(locale) ?? new Intl.NumberFormat(locale, { numberingSystem: 'latn' })
  formats.set(locale, format)
  return format.format(value)
}
