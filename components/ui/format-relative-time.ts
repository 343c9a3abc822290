import { createFormatCache } from './format-cache'
import { formatDate } from './format-time'

const units = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['week', 7 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
] as const

const relativeFormat = createFormatCache(
  (locale: string) => new Intl.RelativeTimeFormat(`${locale}-u-nu-latn`, { numeric: 'auto' }),
)

/** Formats a time relative to `now`, such as "5 minutes ago"; less than a minute is "now". */
export function formatRelativeTime(date: Date, now: Date, locale: string): string {
  const seconds = Math.round((date.getTime() - now.getTime()) / 1000)
  const unit = units.find(([, size]) => Math.abs(seconds) >= size)
  if (!unit) return relativeFormat(locale).format(0, 'second')
  return relativeFormat(locale).format(Math.trunc(seconds / unit[1]), unit[0])
}

const day = 24 * 3600

/**
 * Formats a time in few characters: "51 min" or "2 hr" within a day, then the date.
 * @param zone The time zone of the date, for example "Asia/Tokyo"; null for UTC.
 * @returns for example "now", "51 min", "24 Nov" or "24 Nov 2025"
 */
export function formatShortTime(date: Date, now: Date, locale: string, zone: string | null): string {
  const seconds = Math.max(0, Math.round((now.getTime() - date.getTime()) / 1000))
  if (seconds < 60) return relativeFormat(locale).format(0, 'second')
  if (seconds < 3600) return unitFormat(locale, 'minute').format(Math.floor(seconds / 60))
  if (seconds < day) return unitFormat(locale, 'hour').format(Math.floor(seconds / 3600))
  return formatDate(date, now, locale, zone)
}

const unitFormat = createFormatCache(
  (locale: string, unit: string) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', numberingSystem: 'latn' }),
)
