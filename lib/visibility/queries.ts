import { db, Prisma, type Transaction } from '../db/db'
import type { Viewer } from '../viewer'

/** Members whom the viewer does not meet, as a subquery of ids: blocked either way, or muted. */
export const hiddenUserIds = (viewerId: number): Prisma.Sql => Prisma.sql`
  SELECT blocked_id FROM blocks WHERE blocker_id = ${viewerId}
  UNION ALL SELECT blocker_id FROM blocks WHERE blocked_id = ${viewerId}
  UNION ALL SELECT muted_id FROM mutes WHERE muter_id = ${viewerId}`

/** Members who are blocked by the viewer or block them, as a subquery of ids. */
export const blockedUserIds = (viewerId: number): Prisma.Sql => Prisma.sql`
  SELECT blocked_id FROM blocks WHERE blocker_id = ${viewerId}
  UNION ALL SELECT blocker_id FROM blocks WHERE blocked_id = ${viewerId}`

/** The condition that a viewer meets the member in `column`; a guest meets everybody. */
export const isVisibleTo = (viewer: Viewer | null, column: Prisma.Sql): Prisma.Sql =>
  viewer ? Prisma.sql`${column} NOT IN (${hiddenUserIds(viewer.id)})` : Prisma.sql`1 = 1`

/** The condition that no block stands between a viewer and the member in `column`. */
export const isNotBlocked = (viewer: Viewer | null, column: Prisma.Sql): Prisma.Sql =>
  viewer ? Prisma.sql`${column} NOT IN (${blockedUserIds(viewer.id)})` : Prisma.sql`1 = 1`

/** Whether one of two users blocks the other. Two indexed look-ups. */
export async function isBlocked(
  one: number,
  other: number,
  client: Pick<Transaction, '$queryRaw'> = db,
): Promise<boolean> {
  const rows = await client.$queryRaw<unknown[]>`
    SELECT 1 FROM blocks WHERE blocker_id = ${one} AND blocked_id = ${other}
    UNION ALL SELECT 1 FROM blocks WHERE blocker_id = ${other} AND blocked_id = ${one}`
  return rows.length > 0
}
