import { Prisma } from '../db/db'
import { listRelatedUsers } from '../follows/queries'
import type { Cursor, Page } from '../page'
import type { UserInList } from '../users/view'
import type { Viewer } from '../viewer'
import { isVisibleTo } from '../visibility/queries'

/**
 * The users who like a post, the latest first, without those who are not visible to the viewer. The caller checks that
 * the viewer may see the post.
 */
export function listLikers(
  viewer: Viewer | null,
  postId: number,
  cursor: Cursor | null,
  size: number,
): Promise<Page<UserInList>> {
  const user = Prisma.sql`r.user_id`
  const where = Prisma.sql`r.post_id = ${postId} AND ${isVisibleTo(viewer, user)}`
  return listRelatedUsers(viewer, { table: Prisma.sql`likes`, user, where }, cursor, size)
}
