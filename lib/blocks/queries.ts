import { db } from '../db/db'
import { summarySelect, toUserSummary } from '../users/summary'
import type { UserSummary } from '../users/view'
import type { Viewer } from '../viewer'
import type { Relation } from './view'

/**
 * The blocks and the mute between the viewer and a user.
 * @returns null for a guest and for the viewer themselves
 */
export async function getRelation(viewer: Viewer | null, userId: number): Promise<Relation | null> {
  if (!viewer || viewer.id === userId) return null
  const rows = await db.$queryRaw<{ kind: string }[]>`
    SELECT 'blocks' AS kind FROM blocks WHERE blocker_id = ${viewer.id} AND blocked_id = ${userId}
    UNION ALL SELECT 'blockedBy' FROM blocks WHERE blocker_id = ${userId} AND blocked_id = ${viewer.id}
    UNION ALL SELECT 'mutes' FROM mutes WHERE muter_id = ${viewer.id} AND muted_id = ${userId}`
  const has = (kind: keyof Relation) => rows.some((row) => row.kind === kind)
  return { blocks: has('blocks'), blockedBy: has('blockedBy'), mutes: has('mutes') }
}

const newestFirst = { createdAt: 'desc' } as const

/** The users whom the viewer blocks, the latest first. */
export async function listBlockedUsers(viewer: Viewer): Promise<UserSummary[]> {
  const rows = await db.block.findMany({
    where: { blockerId: viewer.id, blocked: { accountDeletion: null } },
    orderBy: [newestFirst, { blockedId: 'desc' }],
    select: { blocked: { select: summarySelect } },
  })
  return rows.map(({ blocked }) => toUserSummary(blocked))
}

/** The users whom the viewer mutes, the latest first. */
export async function listMutedUsers(viewer: Viewer): Promise<UserSummary[]> {
  const rows = await db.mute.findMany({
    where: { muterId: viewer.id, muted: { accountDeletion: null } },
    orderBy: [newestFirst, { mutedId: 'desc' }],
    select: { muted: { select: summarySelect } },
  })
  return rows.map(({ muted }) => toUserSummary(muted))
}
