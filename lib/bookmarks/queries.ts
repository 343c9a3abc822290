import { db, Prisma } from '../db/db'
import { keysetSql } from '../db/keyset'
import { type Cursor, type Page, toPage } from '../page'
import { toPostViews } from '../posts/queries'
import { type PostRow, type PostView, postColumns } from '../posts/view'
import type { Viewer } from '../viewer'
import { isNotBlocked } from '../visibility/queries'

/**
 * The viewer's bookmarks, the latest first. Includes posts by muted users, since the viewer chose to keep them.
 */
export async function listBookmarks(
  viewer: Viewer,
  cursor: Cursor | null,
  size: number,
): Promise<Page<PostView>> {
  const { after, orderBy } = keysetSql(cursor, Prisma.sql`k.created_at`, Prisma.sql`k.post_id`)
  const rows = await db.$queryRaw<(PostRow & { bookmarkedAt: Date })[]>`
    SELECT ${postColumns(viewer)}, k.created_at AS "bookmarkedAt"
    FROM bookmarks k JOIN posts p ON p.id = k.post_id JOIN users u ON u.id = p.author_id
    WHERE k.user_id = ${viewer.id} AND p.deleted_at IS NULL AND ${isNotBlocked(viewer, Prisma.sql`p.author_id`)}
      AND ${after}
    ORDER BY ${orderBy} LIMIT ${size + 1}`
  const bookmarks = rows.map((row) => ({ id: row.id, createdAt: row.bookmarkedAt, row }))
  const page = toPage(bookmarks, size, cursor, ({ row }) => row)
  return { ...page, items: await toPostViews(viewer, page.items) }
}
