import { type Transaction, transaction } from '../db/db'
import { lockUsers } from '../db/locks'
import { publish } from '../events/events'
import { invalidateGuestPages, keysOfFollow } from '../events/guest-pages'
import { publishSignals, writeSignals } from '../events/signals'
import { deleteFollow } from '../follows/mutations'
import { unreadMessagesSignal } from '../messages/mutations'
import { unreadNotificationsSignal, withdrawNotification } from '../notifications/mutations'
import { type OtherUser, requireOtherUser } from '../users/queries'
import type { Viewer } from '../viewer'

/**
 * Blocks a user: ends the follows in both directions with their notifications, and leaves the other user out of the
 * unread counts of both. Idempotent.
 * @throws AppError `not-found`; `invalid` for the viewer's own name
 */
export async function blockUser(viewer: Viewer, username: string): Promise<OtherUser> {
  const other = await changeRelation(viewer, username, 'both', async (tx, other) => {
    const block = { blockerId: viewer.id, blockedId: other.id }
    await tx.block.upsert({
      where: { blockerId_blockedId: block },
      create: block,
      update: {},
      select: { blockedId: true },
    })
    const followed = new Map([
      [other.id, await deleteFollow(tx, viewer.id, other.id)],
      [viewer.id, await deleteFollow(tx, other.id, viewer.id)],
    ])
    const [low, high] = ascending(viewer.id, other.id)
    if (followed.get(low)) await withdrawFollowNotification(tx, low, high)
    if (followed.get(high)) await withdrawFollowNotification(tx, high, low)
  })
  const [one, two] = [viewer.username, other.username]
  invalidateGuestPages([...keysOfFollow(one, two), ...keysOfFollow(two, one)])
  return other
}

async function withdrawFollowNotification(tx: Transaction, userId: number, actorId: number): Promise<void> {
  await withdrawNotification(tx, { userId, kind: 'follow', subjectId: 0, actorId })
}

/**
 * Removes the viewer's block of a user, but not a block of the viewer by that user. Idempotent.
 * @throws AppError `not-found`; `invalid` for the viewer's own name
 */
export function unblockUser(viewer: Viewer, username: string): Promise<OtherUser> {
  return changeRelation(viewer, username, 'both', async (tx, other) => {
    await tx.block.deleteMany({ where: { blockerId: viewer.id, blockedId: other.id } })
  })
}

/**
 * Mutes a user, who is not notified of it. Idempotent.
 * @throws AppError `not-found`; `invalid` for the viewer's own name
 */
export function muteUser(viewer: Viewer, username: string): Promise<OtherUser> {
  return changeRelation(viewer, username, 'viewer', async (tx, other) => {
    const mute = { muterId: viewer.id, mutedId: other.id }
    await tx.mute.upsert({
      where: { muterId_mutedId: mute },
      create: mute,
      update: {},
      select: { mutedId: true },
    })
  })
}

/**
 * Removes the viewer's mute of a user. Idempotent.
 * @throws AppError `not-found`; `invalid` for the viewer's own name
 */
export function unmuteUser(viewer: Viewer, username: string): Promise<OtherUser> {
  return changeRelation(viewer, username, 'viewer', async (tx, other) => {
    await tx.mute.deleteMany({ where: { muterId: viewer.id, mutedId: other.id } })
  })
}

/**
 * Changes the relation between two users and recounts what is unread.
 * @param affected whose counts the change affects
 */
async function changeRelation(
  viewer: Viewer,
  username: string,
  affected: 'viewer' | 'both',
  work: (tx: Transaction, other: OtherUser) => Promise<void>,
): Promise<OtherUser> {
  const other = await requireOtherUser(viewer, username)
  const userIds = affected === 'both' ? ascending(viewer.id, other.id) : [viewer.id]
  await transaction(async (tx) => {
    await lockUsers(tx, [viewer.id, other.id])
    await work(tx, other)
    const signals = userIds.flatMap((userId) => [
      unreadNotificationsSignal(tx, userId),
      unreadMessagesSignal(tx, userId),
    ])
    await writeSignals(tx, signals)
  })
  for (const userId of userIds) publish({ type: 'relations', userId })
  publishSignals(userIds)
  return other
}

function ascending(one: number, other: number): [low: number, high: number] {
  return one < other ? [one, other] : [other, one]
}
