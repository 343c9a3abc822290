import { Prisma } from '../db/db'
import type { Keyset } from '../db/keyset'
import { postColumns } from '../posts/view'
import type { Viewer } from '../viewer'
import { isVisibleTo } from '../visibility/queries'

/**
 * Reads the next post of each author. The time of the last of the first `take` of these posts bounds the page, because
 * at least `take` posts come before it. Then reads the few posts of each author within the bound by index and merges
 * them: the cost grows with the number of authors, not of posts.
 * @param keyset over the posts `x`
 * @param take the number of rows to read
 */
export function homeFeedSql(viewer: Viewer, keyset: Keyset, take: number): Prisma.Sql {
  return Prisma.sql`
  WITH a AS MATERIALIZED (
      SELECT followed_id AS id FROM follows
      WHERE follower_id = ${viewer.id} AND ${isVisibleTo(viewer, Prisma.sql`followed_id`)} UNION SELECT ${viewer.id}::int),
    bound AS MATERIALIZED (
      SELECT COALESCE((
        SELECT head.created_at FROM a CROSS JOIN LATERAL (
          SELECT x.created_at FROM posts x WHERE x.author_id = a.id AND ${keyset.after} AND x.deleted_at IS NULL
          ORDER BY ${keyset.orderBy} LIMIT 1) head
        ORDER BY 1 ${keyset.direction} LIMIT 1 OFFSET ${take - 1}), ${keyset.end}::timestamp) AS at)
  SELECT ${postColumns(viewer)}
  FROM (
    SELECT y.id FROM a CROSS JOIN LATERAL (
      SELECT x.id, x.created_at FROM posts x
      WHERE x.author_id = a.id AND ${keyset.after} AND x.deleted_at IS NULL AND x.created_at ${keyset.upTo} (SELECT bound.at FROM bound)
      ORDER BY ${keyset.orderBy} LIMIT ${take}) y
    ORDER BY y.created_at ${keyset.direction}, y.id ${keyset.direction} LIMIT ${take}) c
  JOIN posts p ON p.id = c.id JOIN users u ON u.id = p.author_id
  ORDER BY p.created_at ${keyset.direction}, p.id ${keyset.direction}`
}
