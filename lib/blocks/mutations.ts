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
 * Separates the viewer and a member: both follows end, and what each was told of the other no longer counts. Safe to
 * repeat.
 * @throws AppError `not-found`; `invalid` for oneself.
 */
export async function blockUser(viewer: Viewer, username: string): Promise<OtherUser> {
  const other = await change(viewer, username, true, async (tx, other) => {
    const blocks = { blockerId: viewer.id, blockedId: other.id }
    await tx.block.upsert({
      where: { blockerId_blockedId: blocks },
      create: blocks,
      update: {},
      select: { blockedId: true },
    })
    const followed = new Map([
      [other.id, await deleteFollow(tx, viewer.id, other.id)],
      [viewer.id, await deleteFollow(tx, other.id, viewer.id)],
    ])
    for (const [userId, actorId] of bothWays(viewer.id, other.id))
      if (followed.get(userId))
        await withdrawNotification(tx, { userId, kind: 'follow', subjectId: 0, actorId })
  })
  const [one, two] = [viewer.username, other.username]
  invalidateGuestPages([...keysOfFollow(one, two), ...keysOfFollow(two, one)])
  return other
}

/**
 * Takes the viewer's own block back; that of the other member stays. Safe to repeat.
 * @throws AppError `not-found`; `invalid` for oneself.
 */
export const unblockUser = (viewer: Viewer, username: string): Promise<OtherUser> =>
  change(viewer, username, true, async (tx, other) => {
    await tx.block.deleteMany({ where: { blockerId: viewer.id, blockedId: other.id } })
  })

/**
 * Spares the viewer a member, who is not told. Safe to repeat.
 * @throws AppError `not-found`; `invalid` for oneself.
 */
export const muteUser = (viewer: Viewer, username: string): Promise<OtherUser> =>
  change(viewer, username, false, async (tx, other) => {
    const mutes = { muterId: viewer.id, mutedId: other.id }
    await tx.mute.upsert({
      where: { muterId_mutedId: mutes },
      create: mutes,
      update: {},
      select: { mutedId: true },
    })
  })

/**
 * Takes a mute back. Safe to repeat.
 * @throws AppError `not-found`; `invalid` for oneself.
 */
export const unmuteUser = (viewer: Viewer, username: string): Promise<OtherUser> =>
  change(viewer, username, false, async (tx, other) => {
    await tx.mute.deleteMany({ where: { muterId: viewer.id, mutedId: other.id } })
  })

/** Changes what stands between two members and counts anew for those whom it concerns. */
async function change(
  viewer: Viewer,
  username: string,
  mutual: boolean,
  work: (tx: Transaction, other: OtherUser) => Promise<void>,
): Promise<OtherUser> {
  const other = await requireOtherUser(viewer, username)
  const concerned = mutual ? bothWays(viewer.id, other.id).map(([userId]) => userId) : [viewer.id]
  await transaction(async (tx) => {
    await lockUsers(tx, [viewer.id, other.id])
    await work(tx, other)
    const signals = concerned.flatMap((userId) => [
      unreadNotificationsSignal(tx, userId),
      unreadMessagesSignal(tx, userId),
    ])
    await writeSignals(tx, signals)
  })
  for (const userId of concerned) publish({ type: 'relations', userId })
  publishSignals(concerned)
  return other
}

/** Each of two members with the other one, in the order of the ids. */
const bothWays = (one: number, other: number): [number, number][] => {
  const [low, high] = one < other ? [one, other] : [other, one]
  return [
    [low, high],
    [high, low],
  ]
}
