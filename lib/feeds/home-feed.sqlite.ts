import { Prisma } from '../db/db'
import type { Keyset } from '../db/keyset'
import { postColumns } from '../posts/view'
import type { Viewer } from '../viewer'
import { isVisibleTo } from '../visibility/queries'

/**
 * Reads the next post of each author. The time of the last of the first `take` of these posts bounds the page, because
 * at least `take` posts come before it. Then reads the few posts of each author within the bound by index and merges
 * them: the cost grows with the number of authors, not of posts. SQLite has no LATERAL; a correlated IN does the same.
 * @param keyset over the posts `x`
 * @param take the number of rows to read
 */
export function homeFeedSql(viewer: Viewer, keyset: Keyset, take: number): Prisma.Sql {
  return Prisma.sql`
  WITH a(id) AS MATERIALIZED (
      SELECT followed_id FROM follows
      WHERE follower_id = ${viewer.id} AND ${isVisibleTo(viewer, Prisma.sql`followed_id`)} UNION ALL SELECT ${viewer.id}),
    heads(at) AS MATERIALIZED (
      SELECT (SELECT x.created_at FROM posts x WHERE x.author_id = a.id AND ${keyset.after} AND x.deleted_at IS NULL
        ORDER BY ${keyset.orderBy} LIMIT 1) AS head
      FROM a WHERE head IS NOT NULL ORDER BY head ${keyset.direction} LIMIT ${take}),
    bound(at) AS MATERIALIZED (
      SELECT COALESCE((SELECT at FROM heads ORDER BY at ${keyset.direction} LIMIT 1 OFFSET ${take - 1}), ${keyset.end}))
  SELECT ${postColumns(viewer)} FROM posts p JOIN users u ON u.id = p.author_id
  WHERE p.id IN (
    SELECT y.id FROM a CROSS JOIN bound CROSS JOIN posts y ON y.id IN (
      SELECT x.id FROM posts x WHERE x.author_id = a.id AND ${keyset.after} AND x.deleted_at IS NULL AND x.created_at ${keyset.upTo} bound.at
      ORDER BY ${keyset.orderBy} LIMIT ${take})
    ORDER BY y.created_at ${keyset.direction}, y.id ${keyset.direction} LIMIT ${take})
  ORDER BY p.created_at ${keyset.direction}, p.id ${keyset.direction} LIMIT ${take}`
}
