import { db } from '../db/db'
import { gravatarUrl } from '../users/gravatar'
import type { Viewer } from '../viewer'
import type { ListedMember, Relation } from './view'

/**
 * What stands between the viewer and a member.
 * @returns null for a guest and for oneself.
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
const line = { id: true, username: true, displayName: true, avatar: true, emailKey: true } as const

/** Whom the viewer blocks, the latest first. */
export async function listBlockedUsers(viewer: Viewer): Promise<ListedMember[]> {
  const rows = await db.block.findMany({
    where: { blockerId: viewer.id },
    orderBy: [newestFirst, { blockedId: 'desc' }],
    select: { blocked: { select: line } },
  })
  return rows.map(({ blocked }) => toListed(blocked))
}

/** Whom the viewer mutes, the latest first. */
export async function listMutedUsers(viewer: Viewer): Promise<ListedMember[]> {
  const rows = await db.mute.findMany({
    where: { muterId: viewer.id },
    orderBy: [newestFirst, { mutedId: 'desc' }],
    select: { muted: { select: line } },
  })
  return rows.map(({ muted }) => toListed(muted))
}

const toListed = ({ emailKey, ...user }: Omit<ListedMember, 'gravatar'> & { emailKey: string }) => ({
  ...user,
  gravatar: gravatarUrl(user, emailKey),
})
