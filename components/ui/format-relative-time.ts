const units = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['week', 7 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
] as const

const formats = new Map<string, Intl.RelativeTimeFormat>()

function formatFor(locale: string): Intl.RelativeTimeFormat {
  const known = formats.get(locale) ?? new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  formats.set(locale, known)
  return known
}

/** Formats a time relative to `now`, such as "5 minutes ago"; less than a minute is "now". */
export function formatRelativeTime(date: Date, now: Date, locale: string): string {
  const seconds = Math.round((date.getTime() - now.getTime()) / 1000)
  const unit = units.find(([, size]) => Math.abs(seconds) >= size)
  if (!unit) return formatFor(locale).format(0, 'second')
  return formatFor(locale).format(Math.trunc(seconds / unit[1]), unit[0])
}

const day = 24 * 3600

/**
 * Formats a time in few characters: "51 min" or "2 hr" within a day, then the date in UTC.
 * @returns for example "now", "51 min", "24 Nov" or "24 Nov 2025"
 */
export function formatShortTime(date: Date, now: Date, locale: string): string {
  const seconds = Math.max(0, Math.round((now.getTime() - date.getTime()) / 1000))
  if (seconds < 60) return formatFor(locale).format(0, 'second')
  if (seconds < 3600) return unitFormat(locale, 'minute').format(Math.floor(seconds / 60))
  if (seconds < day) return unitFormat(locale, 'hour').format(Math.floor(seconds / 3600))
  return dateFormat(locale, date.getUTCFullYear() !== now.getUTCFullYear()).format(date)
}

const unitFormats = new Map<string, Intl.NumberFormat>()
const dateFormats = new Map<string, Intl.DateTimeFormat>()

function unitFormat(locale: string, unit: 'minute' | 'hour'): Intl.NumberFormat {
  const key = `${locale} ${unit}`
  const known =
    unitFormats.get(key) ?? new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' })
  unitFormats.set(key, known)
  return known
}

function dateFormat(locale: string, withYear: boolean): Intl.DateTimeFormat {
  const key = `${locale} ${withYear}`
  const known =
    dateFormats.get(key) ??
    new Intl.DateTimeFormat(locale, {
      day: 'numeric',
      month: 'short',
      timeZone: 'UTC',
      ...(withYear && { year: 'numeric' }),
    })
  dateFormats.set(key, known)
  return known
}
