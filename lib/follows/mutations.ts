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
 * Makes the viewer follow a user. Idempotent.
 * @throws AppError `not-found`; `invalid` for the viewer's own name; `forbidden` when either user blocks the other
 */
export async function followUser(viewer: Viewer, username: string): Promise<OtherUser> {
  const target = await requireOtherUser(viewer, username)
  const row = { followerId: viewer.id, followedId: target.id }
  const recipientIds = await transaction(async (tx) => {
    await lockUsers(tx, [viewer.id, target.id])
    if (await isBlocked(viewer.id, target.id, tx))
      throw new AppError('forbidden', 'a block separates the users')
    const existing = await tx.follow.findUnique({
      where: { followerId_followedId: row },
      select: { followedId: true },
    })
    if (existing) return []
    await tx.follow.create({ data: row })
    await changeCounters(tx, viewer.id, target.id, 1)
    return notify(tx, [{ userId: target.id, kind: 'follow', subjectId: 0, actorId: viewer.id }])
  })
  publishFollowChange(viewer, target, recipientIds)
  return target
}

/**
 * Makes the viewer stop following a user. Idempotent.
 * @throws AppError `not-found`; `invalid` for the viewer's own name
 */
export async function unfollowUser(viewer: Viewer, username: string): Promise<OtherUser> {
  const target = await requireOtherUser(viewer, username)
  const recipientIds = await transaction(async (tx) => {
    await lockUsers(tx, [viewer.id, target.id])
    return (await deleteFollow(tx, viewer.id, target.id))
      ? withdrawNotification(tx, { userId: target.id, kind: 'follow', subjectId: 0, actorId: viewer.id })
      : []
  })
  publishFollowChange(viewer, target, recipientIds)
  return target
}

/**
 * Deletes a follow and updates the counters, within a transaction that has locked both users (`lockUsers`).
 * @returns whether there was one
 */
export async function deleteFollow(
  tx: Transaction,
  followerId: number,
  followedId: number,
): Promise<boolean> {
  const deleted = await tx.follow.deleteMany({ where: { followerId, followedId } })
  if (deleted.count > 0) await changeCounters(tx, followerId, followedId, -1)
  return deleted.count > 0
}

function publishFollowChange(viewer: Viewer, target: OtherUser, recipientIds: number[]): void {
  invalidateGuestPages(keysOfFollow(viewer.username, target.username))
  publish({ type: 'relations', userId: viewer.id })
  publishSignals(recipientIds)
}

async function changeCounters(
  tx: Transaction,
  followerId: number,
  followedId: number,
  by: 1 | -1,
): Promise<void> {
  const counters = [
    { id: followerId, data: { followingCount: { increment: by } } },
    { id: followedId, data: { followerCount: { increment: by } } },
  ]
  for (const { id, data } of counters) await tx.user.update({ where: { id }, data, select: { id: true } })
}
