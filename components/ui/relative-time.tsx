'use client'

import { useClock } from './clock'
import { formatRelativeTime, formatShortTime } from './format-relative-time'

type Props = {
  date: Date
  /** As a part of a sentence, such as "5 minutes ago"; otherwise as short as "5 min". */
  long?: boolean
}

/** A relative time that stays current, with the exact UTC time in its attributes. */
export function RelativeTime({ date, long = false }: Props) {
  const { now, locale } = useClock()
  const iso = date.toISOString()
  return (
    // Server and browser may have different versions of the language data.
    <time dateTime={iso} title={`${iso.slice(0, 16).replace('T', ' ')} UTC`} suppressHydrationWarning>
      {long ? formatRelativeTime(date, now, locale) : formatShortTime(date, now, locale)}
    </time>
  )
}
