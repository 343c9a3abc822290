import { db, Prisma, type Transaction } from '../db/db'
import type { Viewer } from '../viewer'

// Two levels of visibility: lists and counts leave out blocked and muted users; pages that the viewer opens and operations
// on other users leave out blocked users only. Both leave out users whose account is about to be deleted, for guests too.

/**
 * A subquery of the ids of users who have deleted their account: until it is purged, they are hidden from everyone. The
 * table has few rows, so that both engines read it once per statement (docs/decisions/040).
 */
export const pendingDeletionUserIds = Prisma.sql`SELECT user_id FROM account_deletions`

/** A subquery of the ids of users who block the viewer or are blocked by them. */
export function blockedUserIds(viewerId: number): Prisma.Sql {
  return Prisma.sql`
  SELECT blocked_id FROM blocks WHERE blocker_id = ${viewerId}
  UNION ALL SELECT blocker_id FROM blocks WHERE blocked_id = ${viewerId}`
}

/** A subquery of the ids of users whose pages the viewer cannot open: blocked in either direction, or leaving. */
export function inaccessibleUserIds(viewerId: number): Prisma.Sql {
  return Prisma.sql`${blockedUserIds(viewerId)}
  UNION ALL ${pendingDeletionUserIds}`
}

/** A subquery of the ids of users who are not visible to the viewer: blocked in either direction, leaving or muted. */
export function hiddenUserIds(viewerId: number): Prisma.Sql {
  return Prisma.sql`${inaccessibleUserIds(viewerId)}
  UNION ALL SELECT muted_id FROM mutes WHERE muter_id = ${viewerId}`
}

/**
 * The condition that the user with the id in `column` is visible to the viewer. Only leaving users are hidden from
 * guests.
 */
export function isVisibleTo(viewer: Viewer | null, column: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`${column} NOT IN (${viewer ? hiddenUserIds(viewer.id) : pendingDeletionUserIds})`
}

/** The condition that the user with the id in `column` is not leaving, and that no block separates them from the viewer. */
export function isNotBlocked(viewer: Viewer | null, column: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`${column} NOT IN (${viewer ? inaccessibleUserIds(viewer.id) : pendingDeletionUserIds})`
}

/** The condition that no block separates the viewer from the user with the id in `column`, who may be leaving. */
export function hasNoBlock(viewer: Viewer | null, column: Prisma.Sql): Prisma.Sql {
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
