import { hiddenMembers } from '../blocks/queries'
import { db, Prisma, type Transaction } from '../db/db'
import type { Viewer } from '../viewer-type'

/**
 * Unread notifications of a member. Messages are left out, since they have a count of their own, and so are those in
 * which only members act whom the member does not meet.
 */
export async function countUnread(tx: Pick<Transaction, '$queryRaw'>, userId: number): Promise<number> {
  const rows = await tx.$queryRaw<{ n: number | bigint }[]>(Prisma.sql`
    SELECT COUNT(*) AS n FROM notifications n
    WHERE n.user_id = ${userId} AND n.read_at IS NULL AND n.kind <> 'message' AND (n.kind = 'export' OR EXISTS (
      SELECT 1 FROM notification_actors a WHERE a.notification_id = n.id AND a.actor_id NOT IN (${hiddenMembers(userId)})))`)
  return Number(rows[0]?.n ?? 0)
}

/** The viewer's unread notifications, as the badge says them. */
export const unreadNotifications = (viewer: Viewer): Promise<number> => countUnread(db, viewer.id)
