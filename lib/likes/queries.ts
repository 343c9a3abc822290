import { Prisma } from '../db/db'
import { listRelatedUsers } from '../follows/queries'
import type { Cursor, Page } from '../page'
import type { UserInList } from '../users/view'
import type { Viewer } from '../viewer'
import { isVisibleTo } from '../visibility/queries'

/** Who likes a post, the latest first; nobody whom the viewer does not meet. The caller has made sure of the post. */
export function listLikers(
  viewer: Viewer | null,
  postId: number,
  cursor: Cursor | null,
  size: number,
): Promise<Page<UserInList>> {
  const member = Prisma.sql`r.user_id`
  const where = Prisma.sql`r.post_id = ${postId} AND ${isVisibleTo(viewer, member)}`
  return listRelatedUsers(viewer, { table: Prisma.sql`likes`, member, where }, cursor, size)
}
