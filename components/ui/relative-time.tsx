const units = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['week', 7 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
] as const

const formats = new Map<string, Intl.RelativeTimeFormat>()

function formatOf(locale: string): Intl.RelativeTimeFormat {
  const known = formats.get(locale) ?? new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  formats.set(locale, known)
  return known
}

/** "5 minutes ago" in the language of `locale`; under a minute counts as now. */
export function relativeTime(date: Date, now: Date, locale: string): string {
  const seconds = Math.round((date.getTime() - now.getTime()) / 1000)
  const unit = units.find(([, size]) => Math.abs(seconds) >= size)
  if (!unit) return formatOf(locale).format(0, 'second')
  return formatOf(locale).format(Math.trunc(seconds / unit[1]), unit[0])
}

/** A moment as a distance from now, with the exact UTC time for machines and on hover. passing-time.tsx keeps it up. */
export function RelativeTime({ date, now, locale }: { date: Date; now: Date; locale: string }) {
  const iso = date.toISOString()
  return (
    <time dateTime={iso} title={`${iso.slice(0, 16).replace('T', ' ')} UTC`}>
      {relativeTime(date, now, locale)}
    </time>
  )
}
