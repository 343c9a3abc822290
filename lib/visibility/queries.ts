import { db, Prisma, type Transaction } from '../db/db'
import type { Viewer } from '../viewer'

// Two levels of visibility: lists and counts leave out blocked and muted users; pages that the viewer opens and operations
// on other users leave out blocked users only.

/** A subquery of the ids of users who block the viewer or are blocked by them. */
export function blockedUserIds(viewerId: number): Prisma.Sql {
  return Prisma.sql`
  SELECT blocked_id FROM blocks WHERE blocker_id = ${viewerId}
  UNION ALL SELECT blocker_id FROM blocks WHERE blocked_id = ${viewerId}`
}

/** A subquery of the ids of users who are not visible to the viewer: blocked in either direction, or muted. */
export function hiddenUserIds(viewerId: number): Prisma.Sql {
  return Prisma.sql`${blockedUserIds(viewerId)}
  UNION ALL SELECT muted_id FROM mutes WHERE muter_id = ${viewerId}`
}

/** The condition that the user with the id in `column` is visible to the viewer. Every user is visible to guests. */
export function isVisibleTo(viewer: Viewer | null, column: Prisma.Sql): Prisma.Sql {
  return viewer ? Prisma.sql`${column} NOT IN (${hiddenUserIds(viewer.id)})` : Prisma.sql`1 = 1`
}

/** The condition that no block separates the viewer from the user with the id in `column`. Always true for guests. */
export function isNotBlocked(viewer: Viewer | null, column: Prisma.Sql): Prisma.Sql {
  return viewer ? Prisma.sql`${column} NOT IN (${blockedUserIds(viewer.id)})` : Prisma.sql`1 = 1`
}

/** Whether either of two users blocks the other. Two indexed look-ups. */
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
