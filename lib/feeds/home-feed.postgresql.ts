import { Prisma } from '../db/db'
import type { Keyset } from '../db/keyset'
import { postColumns } from '../posts/view'
import type { Viewer } from '../viewer'
import { isVisibleTo } from '../visibility/queries'

/**
 * Reads a page of the home feed in one of two ways (docs/decisions/027). The cost of both is independent of the number of
 * posts.
 *
 * The scan reads the next posts of all authors and keeps those of followed authors, until the page is full. It reads at
 * most 1,000 posts for a viewer who follows at least 200 members, and at most 10,000 for one who follows at least 2,000.
 * These numbers are literals, because PostgreSQL estimates costs without the values of parameters.
 *
 * If the scan does not fill the page, the merge reads the next post of each author. The time of the `take`-th of these
 * posts bounds the page, because at least `take` posts come before it. Then the merge reads the posts within the bound,
 * by the authors of these `take` posts only. The LIMIT of `heads` bounds their number: with the estimated cost for all
 * authors, PostgreSQL would JIT-compile the query.
 * @param keyset over the posts `x`
 * @param take the number of rows to read
 */
export function homeFeedSql(viewer: Viewer, keyset: Keyset, take: number): Prisma.Sql {
  return Prisma.sql`
  WITH scan AS MATERIALIZED (
      SELECT x.id, x.created_at FROM posts x
      WHERE ${keyset.after} AND x.deleted_at IS NULL AND x.created_at ${keyset.upTo} COALESCE(CASE
        WHEN (SELECT following_count FROM users WHERE id = ${viewer.id}) >= 2000
        THEN (SELECT x.created_at FROM posts x WHERE ${keyset.after} ORDER BY ${keyset.orderBy} LIMIT 1 OFFSET 10000)
        ELSE (SELECT x.created_at FROM posts x WHERE ${keyset.after} ORDER BY ${keyset.orderBy} LIMIT 1 OFFSET 1000) END, ${keyset.end}::timestamp)
      AND (SELECT following_count FROM users WHERE id = ${viewer.id}) >= 200
      AND (x.author_id = ${viewer.id} OR EXISTS (SELECT 1 FROM follows f WHERE f.follower_id = ${viewer.id} AND f.followed_id = x.author_id)
        AND ${isVisibleTo(viewer, Prisma.sql`x.author_id`)})
      ORDER BY ${keyset.orderBy} LIMIT ${take}),
    a AS MATERIALIZED (
      SELECT id FROM (SELECT followed_id AS id FROM follows
        WHERE follower_id = ${viewer.id} AND ${isVisibleTo(viewer, Prisma.sql`followed_id`)} UNION SELECT ${viewer.id}::int) authors
      WHERE (SELECT COUNT(*) FROM scan) < ${take}),
    heads AS MATERIALIZED (
      SELECT a.id, head.created_at AS at FROM a CROSS JOIN LATERAL (
        SELECT x.id, x.created_at FROM posts x WHERE x.author_id = a.id AND ${keyset.after} AND x.deleted_at IS NULL
        ORDER BY ${keyset.orderBy} LIMIT 1) head
      ORDER BY head.created_at ${keyset.direction}, head.id ${keyset.direction} LIMIT ${take}),
    bound AS MATERIALIZED (
      SELECT COALESCE((SELECT at FROM heads ORDER BY at ${keyset.direction} LIMIT 1 OFFSET ${take - 1}), ${keyset.end}::timestamp) AS at)
  SELECT ${postColumns(viewer)}
  FROM (
    SELECT id FROM scan WHERE (SELECT COUNT(*) FROM scan) >= ${take} UNION ALL
    SELECT id FROM (SELECT y.id FROM heads h CROSS JOIN LATERAL (
      SELECT x.id, x.created_at FROM posts x
      WHERE x.author_id = h.id AND ${keyset.after} AND x.deleted_at IS NULL AND x.created_at ${keyset.upTo} (SELECT bound.at FROM bound)
      ORDER BY ${keyset.orderBy} LIMIT ${take}) y
    ORDER BY y.created_at ${keyset.direction}, y.id ${keyset.direction} LIMIT ${take}) merged) c
  JOIN posts p ON p.id = c.id JOIN users u ON u.id = p.author_id
  ORDER BY p.created_at ${keyset.direction}, p.id ${keyset.direction}`
}
