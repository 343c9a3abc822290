import { db, Prisma } from '../db/db'
import { type Cursor, type Page, toPage } from '../page'
import { toPostViews } from '../posts/queries'
import { type PostRow, type PostView, postColumns } from '../posts/view'
import type { Viewer } from '../viewer'
import { isNotBlocked } from '../visibility/queries'

/**
 * The viewer's bookmarks, the one made last first. Members whom the viewer mutes stay in: who keeps a post wants it.
 */
export async function listBookmarks(
  viewer: Viewer,
  cursor: Cursor | null,
  size: number,
): Promise<Page<PostView>> {
  const newer = cursor?.direction === 'newer'
  const order = newer ? Prisma.sql`ASC` : Prisma.sql`DESC`
  const from = newer ? Prisma.sql`>` : Prisma.sql`<`
  const next = cursor
    ? Prisma.sql`AND (k.created_at, k.post_id) ${from} (${cursor.at}, ${cursor.id})`
    : Prisma.empty
  const rows = await db.$queryRaw<(PostRow & { keptAt: Date })[]>`
    SELECT ${postColumns(viewer)}, k.created_at AS "keptAt"
    FROM bookmarks k JOIN posts p ON p.id = k.post_id JOIN users u ON u.id = p.author_id
    WHERE k.user_id = ${viewer.id} AND p.deleted_at IS NULL AND ${isNotBlocked(viewer, Prisma.sql`p.author_id`)} ${next}
    ORDER BY k.created_at ${order}, k.post_id ${order} LIMIT ${size + 1}`
  const places = rows.map((row) => ({ id: row.id, createdAt: row.keptAt, row }))
  const page = toPage(places, size, cursor, ({ row }) => row)
  return { ...page, items: await toPostViews(viewer, page.items) }
}
