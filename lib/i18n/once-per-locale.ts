/**
 * Caches what a function makes of the messages of each language. Messages never change, and next-intl parses a message
 * again in every request that formats it.
 */
export function oncePerLocale<T, Rest extends unknown[]>(
  make: (locale: string, ...rest: Rest) => T,
): (locale: string, ...rest: Rest) => T {
  const cache = new Map<string, T>()
  return (locale, ...rest) => {
    const value = cache.get(locale) ?? make(locale, ...rest)
    cache.set(locale, value)
    return value
  }
}
