/** The supported languages, in the order of their own names. */
export const locales = ['de', 'en', 'es', 'fr', 'pt-BR', 'ja', 'ar'] as const
export type Locale = (typeof locales)[number]
export const defaultLocale: Locale = 'en'

/** The name of each language in that language. */
export const localeNames: Record<Locale, string> = {
  de: 'Deutsch',
  en: 'English',
  es: 'Español',
  fr: 'Français',
  'pt-BR': 'Português (Brasil)',
  ja: '日本語',
  ar: 'العربية',
}

const rightToLeft: Locale[] = ['ar']

export function isLocale(value: unknown): value is Locale {
  return locales.includes(value as Locale)
}

/** The direction in which a language is written, for the attribute `dir`. */
export function directionOf(locale: Locale): 'ltr' | 'rtl' {
  return rightToLeft.includes(locale) ? 'rtl' : 'ltr'
}

/**
 * Chooses the language of a request (lookup of RFC 4647 §3.4, weights of RFC 9110 §12.5.4).
 * @param header The Accept-Language header; its first 500 characters count.
 * @returns The supported language for the range with the greatest weight that has one, else the default.
 */
export function negotiateLocale(header: string | null): Locale {
  const ranges = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((range) => {
      const [tag = '', ...params] = range.split(';')
      const weight = params.map((param) => /^\s*q=([\d.]+)\s*$/.exec(param)?.[1]).find(Boolean)
      return { tag: tag.trim().toLowerCase(), weight: weight === undefined ? 1 : Number(weight) }
    })
    .filter(({ tag, weight }) => tag && weight > 0)
    .sort((a, b) => b.weight - a.weight)
  for (const { tag } of ranges) {
    const found = lookUp(tag)
    if (found) return found
  }
  return defaultLocale
}

/**
 * Shortens a range from its end until it is a supported language. A range without one gets the variant that is supported
 * of the same language: readers of pt and pt-PT prefer Brazilian Portuguese to English. The range `*` matches none.
 */
function lookUp(range: string): Locale | undefined {
  const subtags = range.split('-')
  for (let length = subtags.length; length > 0; length--) {
    const tag = subtags.slice(0, length).join('-')
    const found = locales.find((locale) => locale.toLowerCase() === tag)
    if (found) return found
  }
  return locales.find((locale) => locale.split('-')[0] === subtags[0])
}
