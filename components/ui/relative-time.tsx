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
export function relativeTime(date: Date, now: Date, locale: string): string {
  const seconds = Math.round((date.getTime() - now.getTime()) / 1000)
  const unit = units.find(([, size]) => Math.abs(seconds) >= size)
  if (!unit) return formatFor(locale).format(0, 'second')
  return formatFor(locale).format(Math.trunc(seconds / unit[1]), unit[0])
}

/** A relative time, with the exact UTC time in its attributes. relative-time-updater.tsx keeps it current. */
export function RelativeTime({ date, now, locale }: { date: Date; now: Date; locale: string }) {
  const iso = date.toISOString()
  return (
    <time dateTime={iso} title={`${iso.slice(0, 16).replace('T', ' ')} UTC`}>
      {relativeTime(date, now, locale)}
    </time>
  )
}
