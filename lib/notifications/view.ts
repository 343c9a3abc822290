import { excerpt } from '../text/code-points'
import { type SummaryRow, toUserSummary } from '../users/summary'
import type { UserSummary } from '../users/view'
import type { NotificationKind } from './schema'

/** Grapheme clusters of a post that a notification quotes. */
const quoted = 140

export type NotificationView = {
  id: number
  kind: NotificationKind
  /** When somebody last added to it. */
  at: Date
  unread: boolean
  /** The latest who did it, at most three; nobody for exports. */
  actors: UserSummary[]
  /** How many did it besides the first of them. */
  others: number
  /** The beginning of the post that it is about, or of the latest reply. */
  quote: string | null
  /** Where it leads. */
  href: string
}

export type NotificationRow = {
  id: number
  kind: NotificationKind
  postId: number | null
  body: string | null
  createdAt: Date
  readAt: Date | null
}

export type ActorRow = SummaryRow & {
  notificationId: number
  /** The reply that was written. */
  actPostId: number | null
  actBody: string | null
  total: number | bigint
}

/** @param acts The latest acts of the notification by members whom the viewer meets, the last first. */
export function toNotificationView(
  viewer: { username: string },
  row: NotificationRow,
  acts: ActorRow[],
): NotificationView {
  const [latest] = acts
  const body = latest?.actBody ?? row.body
  return {
    id: row.id,
    kind: row.kind,
    at: row.createdAt,
    unread: row.readAt === null,
    actors: acts.map(toUserSummary),
    others: Math.max(0, Number(latest?.total ?? 0) - 1),
    quote: body ? excerpt(body.replace(/\s+/g, ' '), quoted) : null,
    href: hrefOf(viewer, row, latest),
  }
}

function hrefOf(viewer: { username: string }, { kind, postId }: NotificationRow, latest?: ActorRow): string {
  if (kind === 'export' || !latest) return '/account'
  if (kind === 'message') return `/messages/${latest.username}`
  if (kind !== 'follow') return `/posts/${latest.actPostId ?? postId}`
  return Number(latest.total) > 1 ? `/users/${viewer.username}/followers` : `/users/${latest.username}`
}
