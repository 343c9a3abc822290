export const locales = ['en', 'es'] as const
export type Locale = (typeof locales)[number]
export const defaultLocale: Locale = 'en'

/** Each language by its own name, as the switch shows it. */
export const localeNames: Record<Locale, string> = { en: 'English', es: 'Español' }

export const isLocale = (value: unknown): value is Locale => locales.includes(value as Locale)

/**
 * The best language for a request (lookup of RFC 4647 §3.4, weights of RFC 9110 §12.5.4).
 * @param header An Accept-Language header, or null.
 */
export function negotiateLocale(header: string | null): Locale {
  const wanted = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((range) => {
      const [tag = '', ...params] = range.split(';')
      const weight = params.map((param) => /^\s*q=([\d.]+)\s*$/.exec(param)?.[1]).find(Boolean)
      return { tag: tag.trim().toLowerCase(), weight: weight === undefined ? 1 : Number(weight) }
    })
    .filter(({ tag, weight }) => tag && weight > 0)
    .sort((a, b) => b.weight - a.weight)
  for (const { tag } of wanted) {
    if (tag === '*') return defaultLocale
    const base = tag.split('-')[0]
    if (isLocale(base)) return base
  }
  return defaultLocale
}
