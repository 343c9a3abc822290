import { db, type Transaction, transaction, violatedColumn } from '../db/db'
import { AppError } from '../errors'
import { publish } from '../events/events'
import { notify, withdraw } from '../notifications/mutations'
import { findable } from '../text/code-points'
import type { Viewer } from '../viewer-type'

/** A member who was followed or unfollowed. */
export type Followed = { id: number; username: string }

/**
 * Makes the viewer follow a member. Safe to repeat: the second time changes nothing.
 * @throws AppError `not-found`; `invalid` for oneself.
 */
export async function follow(viewer: Viewer, username: string): Promise<Followed> {
  const target = await findTarget(viewer, username)
  const row = { followerId: viewer.id, followedId: target.id }
  let told: number[] = []
  try {
    told = await transaction(async (tx) => {
      const known = await tx.follow.findUnique({
        where: { followerId_followedId: row },
        select: { followedId: true },
      })
      if (known) return []
      await tx.follow.create({ data: row })
      await count(tx, viewer.id, target.id, 1)
      return notify(tx, [{ userId: target.id, kind: 'follow', subjectId: 0, actorId: viewer.id }])
    })
  } catch (error) {
    // Two at once on PostgreSQL: the other one has written the row and the counters.
    if (!violatedColumn(error, ['follower_id', 'follows_pkey'])) throw error
  }
  announce(viewer, told)
  return target
}

/**
 * Ends that the viewer follows a member. Safe to repeat.
 * @throws AppError `not-found`; `invalid` for oneself.
 */
export async function unfollow(viewer: Viewer, username: string): Promise<Followed> {
  const target = await findTarget(viewer, username)
  const told = await transaction(async (tx) => {
    const gone = await tx.follow.deleteMany({ where: { followerId: viewer.id, followedId: target.id } })
    if (gone.count === 0) return []
    await count(tx, viewer.id, target.id, -1)
    return withdraw(tx, { userId: target.id, kind: 'follow', subjectId: 0, actorId: viewer.id })
  })
  announce(viewer, told)
  return target
}

function announce(viewer: Viewer, told: number[]): void {
  publish({ type: 'relations', userId: viewer.id })
  if (told.length > 0) publish({ type: 'signals', userIds: told })
}

async function findTarget(viewer: Viewer, username: string): Promise<Followed> {
  const target = await db.user.findUnique({
    where: { usernameKey: findable(username.toLowerCase()) },
    select: { id: true, username: true },
  })
  if (!target) throw new AppError('not-found', 'follow target')
  if (target.id === viewer.id) throw new AppError('invalid', 'follow oneself')
  return target
}

/** Both counters in the order of the ids, so that two members who follow each other at once never deadlock. */
async function count(tx: Transaction, followerId: number, followedId: number, by: 1 | -1): Promise<void> {
  const changes = [
    { id: followerId, data: { followingCount: { increment: by } } },
    { id: followedId, data: { followerCount: { increment: by } } },
  ].sort((a, b) => a.id - b.id)
  for (const { id, data } of changes) await tx.user.update({ where: { id }, data, select: { id: true } })
}
