import { type Transaction, transaction } from '../db/db'
import { lockUsers } from '../db/locks'
import { AppError } from '../errors'
import { publish } from '../events/events'
import { invalidateGuestPages, keysOfFollow } from '../events/guest-pages'
import { publishSignals } from '../events/signals'
import { notify, withdrawNotification } from '../notifications/mutations'
import { type OtherUser, requireOtherUser } from '../users/queries'
import type { Viewer } from '../viewer'
import { isBlocked } from '../visibility/queries'

/**
 * Makes the viewer follow a member. Safe to repeat: the second time changes nothing.
 * @throws AppError `not-found`; `invalid` for oneself; `forbidden` when one of the two blocks the other.
 */
export async function followUser(viewer: Viewer, username: string): Promise<OtherUser> {
  const target = await requireOtherUser(viewer, username)
  const row = { followerId: viewer.id, followedId: target.id }
  const told = await transaction(async (tx) => {
    await lockUsers(tx, [viewer.id, target.id])
    if (await isBlocked(viewer.id, target.id, tx)) throw new AppError('forbidden', 'follow across a block')
    const known = await tx.follow.findUnique({
      where: { followerId_followedId: row },
      select: { followedId: true },
    })
    if (known) return []
    await tx.follow.create({ data: row })
    await count(tx, viewer.id, target.id, 1)
    return notify(tx, [{ userId: target.id, kind: 'follow', subjectId: 0, actorId: viewer.id }])
  })
  publishFollowChange(viewer, target, told)
  return target
}

/**
 * Ends that the viewer follows a member. Safe to repeat.
 * @throws AppError `not-found`; `invalid` for oneself.
 */
export async function unfollowUser(viewer: Viewer, username: string): Promise<OtherUser> {
  const target = await requireOtherUser(viewer, username)
  const told = await transaction(async (tx) => {
    await lockUsers(tx, [viewer.id, target.id])
    return (await deleteFollow(tx, viewer.id, target.id))
      ? withdrawNotification(tx, { userId: target.id, kind: 'follow', subjectId: 0, actorId: viewer.id })
      : []
  })
  publishFollowChange(viewer, target, told)
  return target
}

/**
 * Takes a follow out with its counters, within a transaction that holds the pair (`lockUsers`).
 * @returns Whether there was one.
 */
export async function deleteFollow(
  tx: Transaction,
  followerId: number,
  followedId: number,
): Promise<boolean> {
  const gone = await tx.follow.deleteMany({ where: { followerId, followedId } })
  if (gone.count > 0) await count(tx, followerId, followedId, -1)
  return gone.count > 0
}

function publishFollowChange(viewer: Viewer, target: OtherUser, told: number[]): void {
  invalidateGuestPages(keysOfFollow(viewer.username, target.username))
  publish({ type: 'relations', userId: viewer.id })
  publishSignals(told)
}

async function count(tx: Transaction, followerId: number, followedId: number, by: 1 | -1): Promise<void> {
  const counters = [
    { id: followerId, data: { followingCount: { increment: by } } },
    { id: followedId, data: { followerCount: { increment: by } } },
  ]
  for (const { id, data } of counters) await tx.user.update({ where: { id }, data, select: { id: true } })
}
