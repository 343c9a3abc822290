import { db, Prisma } from '../db/db'
import { pendingDeletionUserIds } from '../visibility/queries'
import { maxTagsOfSitemap, type SitemapEntry, sitemapRange } from './view'

/** The condition that search engines may list the user `u`. Suspended members keep their pages, but are not recommended. */
const isListed = Prisma.sql`u.deleted_at IS NULL AND u.banned_at IS NULL AND u.id NOT IN (${pendingDeletionUserIds})`

/** The condition for the ids of the sitemap with a number. */
function isInRange(column: Prisma.Sql, number: number): Prisma.Sql {
  return Prisma.sql`${column} > ${(number - 1) * sitemapRange} AND ${column} <= ${number * sitemapRange}`
}

/** The numbers of sitemaps that users and posts need: one for each range of ids, from 1. Reads the ends of two indexes. */
export async function countSitemaps(): Promise<{ users: number; posts: number }> {
  const [users, posts] = await Promise.all([
    db.user.aggregate({ _max: { id: true } }),
    db.post.aggregate({ _max: { id: true } }),
  ])
  const count = (max: number | null) => Math.ceil((max ?? 0) / sitemapRange)
  return { users: count(users._max.id), posts: count(posts._max.id) }
}

/** The profiles of the users in a range of ids, with the time of their last post. */
export async function listUserPages(number: number): Promise<SitemapEntry[]> {
  const rows = await db.$queryRaw<{ username: string; createdAt: Date; postedAt: Date | string | null }[]>`
    SELECT u.username, u.created_at AS "createdAt",
      (SELECT p.created_at FROM posts p WHERE p.author_id = u.id AND p.deleted_at IS NULL
        ORDER BY p.created_at DESC, p.id DESC LIMIT 1) AS "postedAt"
    FROM users u WHERE ${isInRange(Prisma.sql`u.id`, number)} AND ${isListed} ORDER BY u.id`
  return rows.map(({ username, createdAt, postedAt }) => ({
    path: `/users/${username}`,
    // SQLite does not report the type of a subquery.
    changedAt: postedAt === null ? createdAt : new Date(postedAt),
  }))
}

/** The posts in a range of ids. */
export async function listPostPages(number: number): Promise<SitemapEntry[]> {
  const rows = await db.$queryRaw<{ id: number; createdAt: Date; editedAt: Date | null }[]>`
    SELECT p.id, p.created_at AS "createdAt", p.edited_at AS "editedAt"
    FROM posts p JOIN users u ON u.id = p.author_id
    WHERE ${isInRange(Prisma.sql`p.id`, number)} AND p.deleted_at IS NULL AND ${isListed} ORDER BY p.id`
  return rows.map(({ id, createdAt, editedAt }) => ({
    path: `/posts/${id}`,
    changedAt: editedAt ?? createdAt,
  }))
}

/** The tags whose first post is in a range of ids, so that each tag is in one sitemap. */
export async function listTagPages(number: number): Promise<SitemapEntry[]> {
  const rows = await db.$queryRaw<{ tag: string }[]>`
    SELECT DISTINCT t.tag FROM post_tags t
    WHERE ${isInRange(Prisma.sql`t.post_id`, number)}
      AND NOT EXISTS (SELECT 1 FROM post_tags e WHERE e.tag = t.tag AND e.post_id <= ${(number - 1) * sitemapRange})
      AND EXISTS (SELECT 1 FROM post_tags s JOIN posts p ON p.id = s.post_id JOIN users u ON u.id = p.author_id
        WHERE s.tag = t.tag AND p.deleted_at IS NULL AND ${isListed})
    ORDER BY t.tag LIMIT ${maxTagsOfSitemap}`
  return rows.map(({ tag }) => ({ path: `/tags/${encodeURIComponent(tag)}`, changedAt: null }))
}
