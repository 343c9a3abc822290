import type { Locale } from './locales'

/**
 * Caches what a function makes of the messages of each language. Messages never change, and next-intl parses a message
 * again in every request that formats it.
 */
export function oncePerLocale<T, Rest extends unknown[]>(
  make: (locale: Locale, ...rest: Rest) => T,
): (locale: Locale, ...rest: Rest) => T {
  const cache = new Map<Locale, T>()
  return (locale, ...rest) => {
    const value = cache.get(locale) ?? make(locale, ...rest)
    cache.set(locale, value)
    return value
  }
}
