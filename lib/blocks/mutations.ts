import { type Transaction, transaction } from '../db/db'
import { publish } from '../events/events'
import { keysOfFollow, renewGuestPages } from '../events/guest-pages'
import { endFollow } from '../follows/mutations'
import { signalUnreadMessages } from '../messages/mutations'
import { signalUnread, withdraw } from '../notifications/mutations'
import { findOther, type OtherMember } from '../users/queries'
import type { Viewer } from '../viewer'
import { lockPair } from '../visibility/mutations'

/**
 * Separates the viewer and a member: both follows end, and what each was told of the other no longer counts. Safe to
 * repeat.
 * @throws AppError `not-found`; `invalid` for oneself.
 */
export async function block(viewer: Viewer, username: string): Promise<OtherMember> {
  const other = await change(viewer, username, true, async (tx, other) => {
    const blocks = { blockerId: viewer.id, blockedId: other.id }
    await tx.block.upsert({
      where: { blockerId_blockedId: blocks },
      create: blocks,
      update: {},
      select: { blockedId: true },
    })
    const followed = new Map([
      [other.id, await endFollow(tx, viewer.id, other.id)],
      [viewer.id, await endFollow(tx, other.id, viewer.id)],
    ])
    for (const [userId, actorId] of bothWays(viewer.id, other.id))
      if (followed.get(userId)) await withdraw(tx, { userId, kind: 'follow', subjectId: 0, actorId })
  })
  const [one, two] = [viewer.username, other.username]
  renewGuestPages([...keysOfFollow(one, two), ...keysOfFollow(two, one)])
  return other
}

/**
 * Takes the viewer's own block back; that of the other member stays. Safe to repeat.
 * @throws AppError `not-found`; `invalid` for oneself.
 */
export const unblock = (viewer: Viewer, username: string): Promise<OtherMember> =>
  change(viewer, username, true, async (tx, other) => {
    await tx.block.deleteMany({ where: { blockerId: viewer.id, blockedId: other.id } })
  })

/**
 * Spares the viewer a member, who is not told. Safe to repeat.
 * @throws AppError `not-found`; `invalid` for oneself.
 */
export const mute = (viewer: Viewer, username: string): Promise<OtherMember> =>
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
export const unmute = (viewer: Viewer, username: string): Promise<OtherMember> =>
  change(viewer, username, false, async (tx, other) => {
    await tx.mute.deleteMany({ where: { muterId: viewer.id, mutedId: other.id } })
  })

/** Changes what stands between two members and counts anew for those whom it concerns. */
async function change(
  viewer: Viewer,
  username: string,
  mutual: boolean,
  work: (tx: Transaction, other: OtherMember) => Promise<void>,
): Promise<OtherMember> {
  const other = await findOther(viewer, username)
  const concerned = mutual ? bothWays(viewer.id, other.id).map(([userId]) => userId) : [viewer.id]
  await transaction(async (tx) => {
    await lockPair(tx, viewer.id, other.id)
    await work(tx, other)
    for (const userId of concerned) {
      await signalUnread(tx, userId)
      await signalUnreadMessages(tx, userId)
    }
  })
  for (const userId of concerned) publish({ type: 'relations', userId })
  publish({ type: 'signals', userIds: concerned })
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
