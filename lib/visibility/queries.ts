import { db, Prisma, type Transaction } from '../db/db'
import type { Viewer } from '../viewer'

/** Members whom the viewer does not meet, as a subquery of ids: blocked either way, or muted. */
export const hiddenMembers = (viewerId: number): Prisma.Sql => Prisma.sql`
  SELECT blocked_id FROM blocks WHERE blocker_id = ${viewerId}
  UNION ALL SELECT blocker_id FROM blocks WHERE blocked_id = ${viewerId}
  UNION ALL SELECT muted_id FROM mutes WHERE muter_id = ${viewerId}`

/** Members who are blocked by the viewer or block them, as a subquery of ids. */
export const blockedMembers = (viewerId: number): Prisma.Sql => Prisma.sql`
  SELECT blocked_id FROM blocks WHERE blocker_id = ${viewerId}
  UNION ALL SELECT blocker_id FROM blocks WHERE blocked_id = ${viewerId}`

/** The condition that a viewer meets the member in `column`; a guest meets everybody. */
export const meets = (viewer: Viewer | null, column: Prisma.Sql): Prisma.Sql =>
  viewer ? Prisma.sql`${column} NOT IN (${hiddenMembers(viewer.id)})` : Prisma.sql`1 = 1`

/** The condition that no block stands between a viewer and the member in `column`. */
export const reaches = (viewer: Viewer | null, column: Prisma.Sql): Prisma.Sql =>
  viewer ? Prisma.sql`${column} NOT IN (${blockedMembers(viewer.id)})` : Prisma.sql`1 = 1`

/** Whether one of two members blocks the other. */
export async function isBlocked(
  tx: Pick<Transaction, '$queryRaw'>,
  one: number,
  other: number,
): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM blocks WHERE blocker_id = ${one} AND blocked_id = ${other}
    UNION ALL SELECT 1 FROM blocks WHERE blocker_id = ${other} AND blocked_id = ${one}`
  return rows.length > 0
}

/** Whether a block stands between two members, whoever set it. Indexed look-ups, for proxy.ts. */
export async function areSeparated(one: number, other: number): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM blocks WHERE blocker_id = ${one} AND blocked_id = ${other}
    UNION ALL SELECT 1 FROM blocks WHERE blocker_id = ${other} AND blocked_id = ${one}`
  return rows.length > 0
}
