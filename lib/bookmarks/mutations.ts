import { isRowMissing, transaction, violatedColumn } from '../db/db'
import { AppError } from '../errors'
import { findPostTarget } from '../posts/queries'
import type { Viewer } from '../viewer-type'

/**
 * Keeps a post at hand for the viewer. Safe to repeat: the second time changes nothing.
 * @throws AppError `not-found` when there is no such post for the viewer.
 */
export async function bookmarkPost(viewer: Viewer, postId: number): Promise<void> {
  await findPostTarget(viewer, postId)
  const row = { userId: viewer.id, postId }
  try {
    await transaction(async (tx) => {
      const known = await tx.bookmark.findUnique({ where: { userId_postId: row }, select: { postId: true } })
      if (!known) await tx.bookmark.create({ data: row, select: { postId: true } })
    })
  } catch (error) {
    if (isRowMissing(error)) throw new AppError('not-found', `post ${postId}`, { cause: error })
    // Two at once on PostgreSQL: the other one has written the row.
    if (!violatedColumn(error, ['post_id', 'bookmarks_pkey'])) throw error
  }
}

/**
 * Takes a post out of the viewer's bookmarks. Safe to repeat.
 * @throws AppError `not-found` when there is no such post for the viewer.
 */
export async function removeBookmark(viewer: Viewer, postId: number): Promise<void> {
  await findPostTarget(viewer, postId)
  await transaction((tx) => tx.bookmark.deleteMany({ where: { userId: viewer.id, postId } }))
}
