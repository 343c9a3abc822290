import { type Transaction, transaction } from '../db/db'
import { lockUsers } from '../db/locks'
import { invalidateGuestPages } from '../events/guest-pages'
import { publishSignals } from '../events/signals'
import { postKey } from '../http/changes.mjs'
import { notify, withdrawNotification } from '../notifications/mutations'
import { findPostTarget, type PostTarget } from '../posts/queries'
import type { Viewer } from '../viewer'

/**
 * Likes a post, and tells its author. Safe to repeat: the second time changes nothing.
 * @throws AppError `not-found` when there is no such post for the viewer.
 */
export async function likePost(viewer: Viewer, postId: number): Promise<PostTarget> {
  const target = await findPostTarget(viewer, postId)
  const row = { userId: viewer.id, postId }
  const told = await transaction(async (tx) => {
    await hold(tx, viewer, target)
    const known = await tx.like.findUnique({ where: { userId_postId: row }, select: { postId: true } })
    if (known) return []
    await tx.like.create({ data: row, select: { postId: true } })
    await count(tx, postId, 1)
    return notify(tx, [{ ...noticeOf(viewer, target), postId }])
  })
  invalidateGuestPages([postKey(postId)])
  publishSignals(told)
  return target
}

/**
 * Takes a like back, and what its author was told of it. Safe to repeat.
 * @throws AppError `not-found` when there is no such post for the viewer.
 */
export async function unlikePost(viewer: Viewer, postId: number): Promise<PostTarget> {
  const target = await findPostTarget(viewer, postId)
  const told = await transaction(async (tx) => {
    await hold(tx, viewer, target)
    const gone = await tx.like.deleteMany({ where: { userId: viewer.id, postId } })
    if (gone.count === 0) return []
    await count(tx, postId, -1)
    return withdrawNotification(tx, noticeOf(viewer, target))
  })
  invalidateGuestPages([postKey(postId)])
  publishSignals(told)
  return target
}

const noticeOf = (viewer: Viewer, { id, authorId }: PostTarget) =>
  ({ userId: authorId, kind: 'like', subjectId: id, actorId: viewer.id }) as const

/**
 * Locks viewer and author (`lockUsers`), as a block and a deletion by the author do: they and other likes of the post wait
 * until the transaction ends.
 * @throws AppError `not-found` when a block or a deletion came first.
 */
async function hold(tx: Transaction, viewer: Viewer, { id, authorId }: PostTarget): Promise<void> {
  await lockUsers(tx, [viewer.id, authorId])
  await findPostTarget(viewer, id, tx)
}

async function count(tx: Transaction, id: number, by: -1 | 1): Promise<void> {
  await tx.post.update({ where: { id }, data: { likeCount: { increment: by } }, select: { id: true } })
}
