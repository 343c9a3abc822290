import { excerpt } from '../text/code-points'
import { type SummaryRow, toUserSummary } from '../users/summary'
import type { UserSummary } from '../users/view'
import type { NotificationKind } from './schema'

/** Grapheme clusters of a post that a notification quotes. */
const quoteLength = 140

export type NotificationView = {
  id: number
  kind: NotificationKind
  /** The time of its latest event. */
  at: Date
  unread: boolean
  /** The latest actors, at most three; empty for exports. */
  actors: UserSummary[]
  /** The number of actors in addition to the first. */
  others: number
  /** The beginning of the latest reply, or of the post that it is about. */
  quote: string | null
  /** The latest reply, or the post that it is about. */
  postId: number | null
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
  /** The reply, for `reply`. */
  actPostId: number | null
  actBody: string | null
  total: number | bigint
}

/** @param actors the latest visible actors of the notification, the latest first */
export function toNotificationView(
  viewer: { username: string },
  row: NotificationRow,
  actors: ActorRow[],
): NotificationView {
  const [latest] = actors
  const body = latest?.actBody ?? row.body
  return {
    id: row.id,
    kind: row.kind,
    at: row.createdAt,
    unread: row.readAt === null,
    actors: actors.map(toUserSummary),
    others: Math.max(0, Number(latest?.total ?? 0) - 1),
    quote: body ? excerpt(body.replace(/\s+/g, ' '), quoteLength) : null,
    postId: latest?.actPostId ?? row.postId,
    href: hrefOf(viewer, row, latest),
  }
}

function hrefOf(viewer: { username: string }, { kind, postId }: NotificationRow, latest?: ActorRow): string {
  if (kind === 'export') return '/account/data'
  if (!latest) return '/account'
  if (kind !== 'follow') return `/posts/${latest.actPostId ?? postId}`
  return Number(latest.total) > 1 ? `/users/${viewer.username}/followers` : `/users/${latest.username}`
}
