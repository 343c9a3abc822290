'use client'

import { useClock } from './clock'
import { formatTime, type TimeStyle } from './format-time'

type Props = { date: Date; style: TimeStyle }

/** A point in time, in the language and the time zone of the viewer. */
export function LocalTime({ date, style }: Props) {
  const { locale, zone } = useClock()
  return (
    // Server and browser may have different versions of the language data.
    <time dateTime={date.toISOString()} suppressHydrationWarning>
      {formatTime(date, locale, zone, style)}
    </time>
  )
}
