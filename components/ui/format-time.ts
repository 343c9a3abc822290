import { createFormatCache } from './format-cache'

/**
 * How a point in time is shown: `long` as "November 24, 2026 at 3:04 PM", `short` as "11/24/26, 3:04 PM", `date` as
 * "November 24, 2026".
 */
export type TimeStyle = 'long' | 'short' | 'date'

const styles: Record<TimeStyle, Intl.DateTimeFormatOptions> = {
  long: { dateStyle: 'long', timeStyle: 'short' },
  short: { dateStyle: 'short', timeStyle: 'short' },
  date: { dateStyle: 'long' },
}

/**
 * Formats a point in time.
 * @param zone The time zone of the viewer, for example "Asia/Tokyo". When it is not known it is null: the time is in UTC,
 *   and says so.
 */
export function formatTime(date: Date, locale: string, zone: string | null, style: TimeStyle): string {
  const text = timeFormat(locale, style, zone ?? 'UTC').format(date)
  return zone === null && style !== 'date' ? `${text} UTC` : text
}

/** Formats the day of a time, such as "Nov 24", with the year if it is not the current one. */
export function formatDate(date: Date, now: Date, locale: string, zone: string | null): string {
  const isSameYear = yearOf(date, zone) === yearOf(now, zone)
  return dateFormat(locale, zone ?? 'UTC', isSameYear ? '' : 'year').format(date)
}

/** No zone differs more from UTC, in milliseconds. */
const maxOffset = 14 * 3600_000

/** The year of a time. Formats it only around New Year, because a list has dozens of times. */
function yearOf(time: Date, zone: string | null): string {
  const earliest = new Date(time.getTime() - maxOffset).getUTCFullYear()
  const latest = new Date(time.getTime() + maxOffset).getUTCFullYear()
  return earliest === latest ? String(earliest) : yearFormat(zone ?? 'UTC').format(time)
}

/** The time zone of this browser, for example "America/Los_Angeles". */
export function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

const timeFormat = createFormatCache((locale: string, style: string, timeZone: string) => {
  const options = styles[style as TimeStyle]
  return new Intl.DateTimeFormat(locale, { ...options, timeZone, numberingSystem: 'latn' })
})

const dateFormat = createFormatCache(
  (locale: string, timeZone: string, year: string) =>
    new Intl.DateTimeFormat(locale, {
      day: 'numeric',
      month: 'short',
      timeZone,
      numberingSystem: 'latn',
      ...(year && { year: 'numeric' }),
    }),
)

const yearFormat = createFormatCache(
  (timeZone: string) => new Intl.DateTimeFormat('en', { year: 'numeric', timeZone }),
)
