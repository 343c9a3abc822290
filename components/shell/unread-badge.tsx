'use client'

import { type UnreadCounts, useUnread } from './unread-counts'

/** The greatest number shown; above it a plus sign is added. */
const maxShown = 99

/** The text of a badge, such as `7` or `99+`. */
export function badgeText(count: number): string {
  return count > maxShown ? `${maxShown}+` : String(count)
}

/** The number of unread items beside a link. Always rendered, hidden at 0. */
export function UnreadBadge({ kind, label }: { kind: keyof UnreadCounts; label: string }) {
  const count = useUnread()[kind]
  return (
    <span data-unread={kind} data-count={count} className="unread badge">
      <bdi>{badgeText(count)}</bdi>
      <span className="sr-only"> {label}</span>
    </span>
  )
}
