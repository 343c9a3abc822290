'use client'

import { useClock } from './clock'
import { formatShortTime } from './format-relative-time'
import { formatTime } from './format-time'

/** A relative time as short as "5 min", which stays current. Its title is the exact time. */
export function RelativeTime({ date }: { date: Date }) {
  const { now, locale, zone } = useClock()
  return (
    // Server and browser may have different versions of the language data.
    <time
      dateTime={date.toISOString()}
      title={formatTime(date, locale, zone, 'long')}
      suppressHydrationWarning
    >
      {formatShortTime(date, now, locale, zone)}
    </time>
  )
}
