import { type Transaction, transaction } from '../db/db'
import { lockUsers } from '../db/locks'
import { findPostTarget } from '../posts/queries'
import type { Viewer } from '../viewer'

/**
 * Adds a post to the viewer's bookmarks. Idempotent.
 * @throws AppError `not-found` when the post does not exist or the viewer may not see it
 */
export async function bookmarkPost(viewer: Viewer, postId: number): Promise<void> {
  await withLockedTarget(viewer, postId, async (tx) => {
    const row = { userId: viewer.id, postId }
    const existing = await tx.bookmark.findUnique({ where: { userId_postId: row }, select: { postId: true } })
    if (!existing) await tx.bookmark.create({ data: row, select: { postId: true } })
  })
}

/**
 * Removes a post from the viewer's bookmarks. Idempotent.
 * @throws AppError `not-found` when the post does not exist or the viewer may not see it
 */
export async function unbookmarkPost(viewer: Viewer, postId: number): Promise<void> {
  await withLockedTarget(viewer, postId, async (tx) => {
    await tx.bookmark.deleteMany({ where: { userId: viewer.id, postId } })
  })
}

/** Runs `work` with viewer and author locked, so that no block, deletion or other bookmark of the viewer interferes. */
async function withLockedTarget(
  viewer: Viewer,
  postId: number,
  work: (tx: Transaction) => Promise<void>,
): Promise<void> {
  const { authorId } = await findPostTarget(viewer, postId)
  await transaction(async (tx) => {
    await lockUsers(tx, [viewer.id, authorId])
    await findPostTarget(viewer, postId, tx)
    await work(tx)
  })
}
