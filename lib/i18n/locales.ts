export const locales = ['en', 'es'] as const
export type Locale = (typeof locales)[number]
export const defaultLocale: Locale = 'en'

/** The name of each language in that language. */
export const localeNames: Record<Locale, string> = { en: 'English', es: 'Español' }

export function isLocale(value: unknown): value is Locale {
  return locales.includes(value as Locale)
}

/**
 * Chooses the language of a request (lookup of RFC 4647 §3.4, weights of RFC 9110 §12.5.4).
 * @param header The Accept-Language header; its first 500 characters count.
 * @returns The supported language with the greatest weight, else the default.
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
    if (tag === '*') return defaultLocale
    const base = tag.split('-')[0]
    if (isLocale(base)) return base
  }
  return defaultLocale
}
