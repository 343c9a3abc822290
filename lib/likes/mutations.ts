import { type Transaction, transaction } from '../db/db'
import { lockUsers } from '../db/locks'
import { invalidateGuestPages, keysOfLike } from '../events/guest-pages'
import { publishSignals } from '../events/signals'
import { notify, withdrawNotification } from '../notifications/mutations'
import { findPostTarget, type PostTarget } from '../posts/queries'
import type { Viewer } from '../viewer'

/**
 * Likes a post and notifies its author. Idempotent.
 * @throws AppError `not-found` when the post does not exist or the viewer may not see it
 */
export async function likePost(viewer: Viewer, postId: number): Promise<PostTarget> {
  const target = await findPostTarget(viewer, postId)
  const row = { userId: viewer.id, postId }
  const recipientIds = await transaction(async (tx) => {
    await lockTarget(tx, viewer, target)
    const existing = await tx.like.findUnique({ where: { userId_postId: row }, select: { postId: true } })
    if (existing) return []
    await tx.like.create({ data: row, select: { postId: true } })
    await changeLikeCount(tx, postId, 1)
    return notify(tx, [{ ...likeNotification(viewer, target), postId }])
  })
  invalidateGuestPages(keysOfLike(postId, viewer.username))
  publishSignals(recipientIds)
  return target
}

/**
 * Removes a like and the notification of the author. Idempotent.
 * @throws AppError `not-found` when the post does not exist or the viewer may not see it
 */
export async function unlikePost(viewer: Viewer, postId: number): Promise<PostTarget> {
  const target = await findPostTarget(viewer, postId)
  const recipientIds = await transaction(async (tx) => {
    await lockTarget(tx, viewer, target)
    const deleted = await tx.like.deleteMany({ where: { userId: viewer.id, postId } })
    if (deleted.count === 0) return []
    await changeLikeCount(tx, postId, -1)
    return withdrawNotification(tx, likeNotification(viewer, target))
  })
  invalidateGuestPages(keysOfLike(postId, viewer.username))
  publishSignals(recipientIds)
  return target
}

const likeNotification = (viewer: Viewer, { id, authorId }: PostTarget) =>
  ({ userId: authorId, kind: 'like', subjectId: id, actorId: viewer.id }) as const

/**
 * Locks viewer and author, as blocks and deletions of posts do: those, and other likes of the post, wait until the
 * transaction ends.
 * @throws AppError `not-found` after a block or a deletion
 */
async function lockTarget(tx: Transaction, viewer: Viewer, { id, authorId }: PostTarget): Promise<void> {
  await lockUsers(tx, [viewer.id, authorId])
  await findPostTarget(viewer, id, tx)
}

async function changeLikeCount(tx: Transaction, id: number, by: -1 | 1): Promise<void> {
  await tx.post.update({ where: { id }, data: { likeCount: { increment: by } }, select: { id: true } })
}
