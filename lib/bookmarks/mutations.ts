import { type Transaction, transaction } from '../db/db'
import { lockUsers } from '../db/locks'
import { findPostTarget } from '../posts/queries'
import type { Viewer } from '../viewer'

/**
 * Keeps a post at hand for the viewer. Safe to repeat: the second time changes nothing.
 * @throws AppError `not-found` when there is no such post for the viewer.
 */
export async function bookmarkPost(viewer: Viewer, postId: number): Promise<void> {
  await withTarget(viewer, postId, async (tx) => {
    const row = { userId: viewer.id, postId }
    const known = await tx.bookmark.findUnique({ where: { userId_postId: row }, select: { postId: true } })
    if (!known) await tx.bookmark.create({ data: row, select: { postId: true } })
  })
}

/**
 * Takes a post out of the viewer's bookmarks. Safe to repeat.
 * @throws AppError `not-found` when there is no such post for the viewer.
 */
export async function unbookmarkPost(viewer: Viewer, postId: number): Promise<void> {
  await withTarget(viewer, postId, async (tx) => {
    await tx.bookmark.deleteMany({ where: { userId: viewer.id, postId } })
  })
}

/** Runs `work` while viewer and author are locked: no block, deletion or second bookmark of the viewer can come between. */
async function withTarget(
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
