import { reaches } from '../blocks/queries'
import { db, Prisma } from '../db/db'
import type { Viewer } from '../viewer-type'
import { type PostRow, type PostView, postColumns, toPostView } from './view'

/**
 * One post with its author.
 * @returns null when there is none for the viewer: deleted, or a block stands between them.
 */
export async function getPost(viewer: Viewer | null, id: number): Promise<PostView | null> {
  const rows = await db.$queryRaw<PostRow[]>`
    SELECT ${postColumns(viewer)} FROM posts p JOIN users u ON u.id = p.author_id
    WHERE p.id = ${id} AND p.deleted_at IS NULL AND ${reaches(viewer, Prisma.sql`p.author_id`)}`
  return (await toPostViews(viewer, rows))[0] ?? null
}

/** Who wrote a post, or null when there is none. One indexed look-up, for proxy.ts. */
export async function authorOf(id: number): Promise<number | null> {
  const rows = await db.$queryRaw<
    { authorId: number }[]
  >`SELECT author_id AS "authorId" FROM posts WHERE id = ${id}`
  return rows[0]?.authorId ?? null
}

/** Views of rows, with the members that their bodies mention. */
export async function toPostViews(viewer: Viewer | null, rows: PostRow[]): Promise<PostView[]> {
  const mentions = await mentionsIn(rows)
  return rows.map((row) => toPostView(viewer, row, mentions.get(row.id) ?? []))
}

async function mentionsIn(rows: PostRow[]): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>()
  const ids = rows.filter((row) => row.body.includes('@')).map((row) => row.id)
  if (ids.length === 0) return found
  const names = await db.$queryRaw<{ postId: number; name: string }[]>`
    SELECT m.post_id AS "postId", u.username_key AS name
    FROM mentions m JOIN users u ON u.id = m.user_id WHERE m.post_id IN (${Prisma.join(ids)})`
  for (const { postId, name } of names) found.set(postId, [...(found.get(postId) ?? []), name])
  return found
}
