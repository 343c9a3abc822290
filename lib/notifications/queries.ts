import { db, Prisma, type Transaction } from '../db/db'
import { keysetSql } from '../db/keyset'
import { type Cursor, type Page, toPage } from '../page'
import { userColumns } from '../users/summary'
import type { Viewer } from '../viewer'
import { hiddenUserIds } from '../visibility/queries'
import { type NotificationKind, notificationKinds } from './schema'
import { type ActorRow, type NotificationRow, type NotificationView, toNotificationView } from './view'

/** Pictures that a notification shows. */
const shownActors = 3

/** The condition that a notification `n` tells of somebody whom its member meets, or of nobody at all. */
const met = (userId: number) => Prisma.sql`(n.kind = 'export' OR EXISTS (
  SELECT 1 FROM notification_actors a WHERE a.notification_id = n.id AND a.actor_id NOT IN (${hiddenUserIds(userId)})))`

/**
 * Unread notifications of a member. Messages are left out, since they have a count of their own, and so are those in
 * which only members act whom the member does not meet.
 */
export async function countUnreadNotifications(
  tx: Pick<Transaction, '$queryRaw'>,
  userId: number,
): Promise<number> {
  const rows = await tx.$queryRaw<{ n: number | bigint }[]>(Prisma.sql`
    SELECT COUNT(*) AS n FROM notifications n
    WHERE n.user_id = ${userId} AND n.read_at IS NULL AND n.kind <> 'message' AND ${met(userId)}`)
  return Number(rows[0]?.n ?? 0)
}

/** The viewer's unread notifications, as the badge says them. */
export const unreadNotifications = (viewer: Viewer): Promise<number> =>
  countUnreadNotifications(db, viewer.id)

/**
 * The viewer's notifications, the last that something was added to first.
 * @param kind Only these; null for all.
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
    WHERE n.user_id = ${viewer.id} AND ${met(viewer.id)} ${kind ? Prisma.sql`AND n.kind = ${kind}` : Prisma.empty}
      AND ${after}
    ORDER BY ${orderBy} LIMIT ${size + 1}`
  const page = toPage(rows, size, cursor, (row) => row)
  const acts = await latestActs(viewer, page.items)
  const items = page.items.map((row) =>
    toNotificationView(
      viewer,
      row,
      acts.filter((act) => act.notificationId === row.id),
    ),
  )
  return { ...page, items }
}

/** The last few acts in each notification, of members whom the viewer meets; `total` counts all of these. */
async function latestActs(viewer: Viewer, rows: NotificationRow[]): Promise<ActorRow[]> {
  if (rows.length === 0) return []
  return db.$queryRaw<ActorRow[]>`
    SELECT l.notification_id AS "notificationId", l.post_id AS "actPostId", p.body AS "actBody", l.total,
      ${userColumns}
    FROM (
      SELECT a.notification_id, a.post_id, a.actor_id,
        ROW_NUMBER() OVER (PARTITION BY a.notification_id ORDER BY a.created_at DESC, a.actor_id DESC) AS rank,
        COUNT(*) OVER (PARTITION BY a.notification_id) AS total
      FROM notification_actors a
      WHERE a.notification_id IN (${Prisma.join(rows.map(({ id }) => id))})
        AND a.actor_id NOT IN (${hiddenUserIds(viewer.id)})
    ) l JOIN users u ON u.id = l.actor_id LEFT JOIN posts p ON p.id = l.post_id AND p.deleted_at IS NULL
    WHERE l.rank <= ${shownActors} ORDER BY l.notification_id, l.rank`
}

/** The kinds that the viewer wants to be told of. */
export async function getNotificationKinds(viewer: Viewer): Promise<NotificationKind[]> {
  const off = await db.notificationOptOut.findMany({ where: { userId: viewer.id }, select: { kind: true } })
  return notificationKinds.filter((kind) => !off.some((row) => row.kind === kind))
}
