/**
 * The timestamp of a new migration: now, or one second after the last migration if that is later, because migrations
 * are applied in the order of their names.
 * @param names the names of the existing migrations
 * @returns 14 digits, in UTC
 */
export function nextTimestamp(names: string[]): string {
  const last = names
    .map((name) => name.slice(0, 14))
    .sort()
    .at(-1)
  const now = formatTimestamp(new Date())
  if (last === undefined || last < now) return now
  const next = parseTimestamp(last)
  next.setUTCSeconds(next.getUTCSeconds() + 1)
  return Number.isNaN(next.getTime()) ? now : formatTimestamp(next)
}

function formatTimestamp(date: Date): string {
  return date.toISOString().replace(/\D/g, '').slice(0, 14)
}

/** An invalid date unless `digits` are 14 digits. */
function parseTimestamp(digits: string): Date {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(digits) ?? []
  const [year = NaN, month = NaN, day, hour, minute, second] = parts.slice(1).map(Number)
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second))
}
