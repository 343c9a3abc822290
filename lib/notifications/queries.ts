import { db, Prisma, type Transaction } from '../db/db'
import { keysetSql } from '../db/keyset'
import { env } from '../env'
import { type Cursor, type Page, toPage } from '../page'
import { userColumns } from '../users/summary'
import type { Viewer } from '../viewer'
import { hiddenUserIds } from '../visibility/queries'
import { type NotificationKind, notificationKinds } from './schema'
import { type ActorRow, type NotificationRow, type NotificationView, toNotificationView } from './view'

/** Actors whose pictures a notification shows. */
const maxActors = 3

/** The condition that a notification `n` has no actor, or one who is visible to its recipient. */
const hasVisibleActor = (userId: number) => Prisma.sql`(n.kind = 'export' OR EXISTS (
  SELECT 1 FROM notification_actors a WHERE a.notification_id = n.id AND a.actor_id NOT IN (${hiddenUserIds(userId)})))`

/** Maximum count of unread notifications: more than the badge shows and a page lists. */
const maxCounted = env.POSTS_PER_PAGE + 100

/**
 * Counts a user's unread notifications, except those without an actor who is visible to the user.
 * @returns at most POSTS_PER_PAGE + 100, which bounds the cost of the query
 */
export async function countUnreadNotifications(
  tx: Pick<Transaction, '$queryRaw'>,
  userId: number,
): Promise<number> {
  const rows = await tx.$queryRaw<{ n: number | bigint }[]>(Prisma.sql`
    SELECT COUNT(*) AS n FROM (
      SELECT n.id FROM notifications n
      WHERE n.user_id = ${userId} AND n.read_at IS NULL AND ${hasVisibleActor(userId)} LIMIT ${maxCounted}) unread`)
  return Number(rows[0]?.n ?? 0)
}

/** The number of the viewer's unread notifications, for the badge. */
export function unreadNotifications(viewer: Viewer): Promise<number> {
  return countUnreadNotifications(db, viewer.id)
}

/**
 * The viewer's notifications, the most recently updated first.
 * @param kind null for every kind
 * @returns With a `kind`, `older` and `newer` begin with `&`: they are appended to a URL that already has a query.
 */
export async function listNotifications(
  viewer: Viewer,
  kind: NotificationKind | null,
  cursor: Cursor | null,
  size: number,
): Promise<Page<NotificationView>> {
  const { after, orderBy } = keysetSql(cursor, Prisma.sql`n.updated_at`, Prisma.sql`n.id`)
  const rows = await db.$queryRaw<NotificationRow[]>`
    SELECT n.id, n.kind, n.post_id AS "postId", p.body, n.updated_at AS "createdAt", n.read_at AS "readAt"
    FROM notifications n LEFT JOIN posts p ON p.id = n.post_id AND p.deleted_at IS NULL
    WHERE n.user_id = ${viewer.id} AND ${hasVisibleActor(viewer.id)} ${kind ? Prisma.sql`AND n.kind = ${kind}` : Prisma.empty}
      AND ${after}
    ORDER BY ${orderBy} LIMIT ${size + 1}`
  const page = toPage(rows, size, cursor, (row) => row)
  const items = await toViews(viewer, page.items)
  return { items, older: continueQuery(page.older, kind), newer: continueQuery(page.newer, kind) }
}

/** One of the viewer's notifications; null when there is none with this id, or none of its actors is visible. */
export async function getNotification(viewer: Viewer, id: number): Promise<NotificationView | null> {
  const rows = await db.$queryRaw<NotificationRow[]>`
    SELECT n.id, n.kind, n.post_id AS "postId", p.body, n.updated_at AS "createdAt", n.read_at AS "readAt"
    FROM notifications n LEFT JOIN posts p ON p.id = n.post_id AND p.deleted_at IS NULL
    WHERE n.id = ${id} AND n.user_id = ${viewer.id} AND ${hasVisibleActor(viewer.id)}`
  return (await toViews(viewer, rows))[0] ?? null
}

type Recipient = Pick<Viewer, 'id' | 'username'>

/** A user's unread notifications, the most recently updated first. For mails, so no session is needed. */
export async function listUnreadNotifications(user: Recipient, size: number): Promise<NotificationView[]> {
  const rows = await db.$queryRaw<NotificationRow[]>`
    SELECT n.id, n.kind, n.post_id AS "postId", p.body, n.updated_at AS "createdAt", n.read_at AS "readAt"
    FROM notifications n LEFT JOIN posts p ON p.id = n.post_id AND p.deleted_at IS NULL
    WHERE n.user_id = ${user.id} AND n.read_at IS NULL AND ${hasVisibleActor(user.id)}
    ORDER BY n.updated_at DESC, n.id DESC LIMIT ${size}`
  return toViews(user, rows)
}

async function toViews(user: Recipient, rows: NotificationRow[]): Promise<NotificationView[]> {
  const actors = await listLatestActors(user, rows)
  return rows.map((row) =>
    toNotificationView(
      user,
      row,
      actors.filter((actor) => actor.notificationId === row.id),
    ),
  )
}

function continueQuery(query: string | null, kind: NotificationKind | null): string | null {
  return query && kind ? query.replace('?', '&') : query
}

/** The latest actors of each notification among the visible ones, whose number is `total`. */
async function listLatestActors({ id }: Recipient, rows: NotificationRow[]): Promise<ActorRow[]> {
  if (rows.length === 0) return []
  return db.$queryRaw<ActorRow[]>`
    SELECT l.notification_id AS "notificationId", l.post_id AS "actPostId", p.body AS "actBody", l.total,
      ${userColumns}
    FROM (
      SELECT a.notification_id, a.post_id, a.actor_id,
        ROW_NUMBER() OVER (PARTITION BY a.notification_id ORDER BY a.created_at DESC, a.actor_id DESC) AS rank,
        COUNT(*) OVER (PARTITION BY a.notification_id) AS total
      FROM notification_actors a
      WHERE a.notification_id IN (${Prisma.join(rows.map((row) => row.id))})
        AND a.actor_id NOT IN (${hiddenUserIds(id)})
    ) l JOIN users u ON u.id = l.actor_id LEFT JOIN posts p ON p.id = l.post_id AND p.deleted_at IS NULL
    WHERE l.rank <= ${maxActors} ORDER BY l.notification_id, l.rank`
}

/** The kinds of events that the viewer is notified of. */
export async function getNotificationKinds(viewer: Viewer): Promise<NotificationKind[]> {
  const off = await db.notificationOptOut.findMany({ where: { userId: viewer.id }, select: { kind: true } })
  return notificationKinds.filter((kind) => !off.some((row) => row.kind === kind))
}
