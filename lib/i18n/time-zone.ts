const known = new Map<string, string | null>()

/**
 * Checks a time zone that a browser has sent.
 * @returns The name of the zone in Intl; null if Intl does not support it.
 */
export function toTimeZone(value: string | undefined): string | null {
  if (!value || !/^[\w+/-]{1,40}$/.test(value)) return null
  const stored = known.get(value)
  if (stored !== undefined) return stored
  if (known.size >= 1000) known.clear()
  const zone = resolve(value)
  known.set(value, zone)
  return zone
}

function resolve(timeZone: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone
  } catch {
    return null
  }
}
