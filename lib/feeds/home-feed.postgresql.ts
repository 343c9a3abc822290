import { Prisma } from '../db/db'
import type { Keyset } from '../db/keyset'
import { postColumns } from '../posts/view'
import type { Viewer } from '../viewer'
import { isVisibleTo } from '../visibility/queries'

/**
 * Reads a page of the home feed in one of two ways (docs/decisions/027). The cost of both is independent of the number of
 * posts.
 *
 * The scan reads the next `scanLength` posts of all authors and keeps those of followed authors, until the page is full.
 * The number is a literal in the SQL, because PostgreSQL estimates costs without the values of parameters.
 *
 * If the scan does not fill the page, or `scanLength` is 0, the merge reads the next post of each author. The time of the
 * `take`-th of these posts bounds the page, because at least `take` posts come before it. Then the merge reads the posts
 * within the bound, by the authors of these `take` posts only. The LIMIT of `heads` bounds their number: with the
 * estimated cost for all authors, PostgreSQL would JIT-compile the query.
 * @param keyset over the posts `x`
 * @param take the number of rows to read
 */
export function homeFeedSql(viewer: Viewer, keyset: Keyset, take: number, scanLength: number): Prisma.Sql {
  const scan = Prisma.sql`
    scan AS MATERIALIZED (
      SELECT x.id, x.created_at FROM posts x
      WHERE ${keyset.after} AND x.deleted_at IS NULL AND x.created_at ${keyset.upTo} COALESCE(
        (SELECT x.created_at FROM posts x WHERE ${keyset.after} ORDER BY ${keyset.orderBy} LIMIT 1 OFFSET ${Prisma.raw(String(scanLength))}),
        ${keyset.end}::timestamp)
      AND (x.author_id = ${viewer.id} OR EXISTS (SELECT 1 FROM follows f WHERE f.follower_id = ${viewer.id} AND f.followed_id = x.author_id)
        AND ${isVisibleTo(viewer, Prisma.sql`x.author_id`)})
      ORDER BY ${keyset.orderBy} LIMIT ${take}),`
  const isScanShort = Prisma.sql`WHERE (SELECT COUNT(*) FROM scan) < ${take}`
  const fullScan = Prisma.sql`SELECT id FROM scan WHERE (SELECT COUNT(*) FROM scan) >= ${take} UNION ALL`
  return Prisma.sql`
  WITH ${scanLength > 0 ? scan : Prisma.empty}
    a AS MATERIALIZED (
      SELECT id FROM (SELECT followed_id AS id FROM follows
        WHERE follower_id = ${viewer.id} AND ${isVisibleTo(viewer, Prisma.sql`followed_id`)} UNION SELECT ${viewer.id}::int) authors
      ${scanLength > 0 ? isScanShort : Prisma.empty}),
    heads AS MATERIALIZED (
      SELECT a.id, head.created_at AS at FROM a CROSS JOIN LATERAL (
        SELECT x.id, x.created_at FROM posts x WHERE x.author_id = a.id AND ${keyset.after} AND x.deleted_at IS NULL
        ORDER BY ${keyset.orderBy} LIMIT 1) head
      ORDER BY head.created_at ${keyset.direction}, head.id ${keyset.direction} LIMIT ${take}),
    bound AS MATERIALIZED (
      SELECT COALESCE((SELECT at FROM heads ORDER BY at ${keyset.direction} LIMIT 1 OFFSET ${take - 1}), ${keyset.end}::timestamp) AS at)
  SELECT ${postColumns(viewer)}
  FROM (
    ${scanLength > 0 ? fullScan : Prisma.empty}
    SELECT id FROM (SELECT y.id FROM heads h CROSS JOIN LATERAL (
      SELECT x.id, x.created_at FROM posts x
      WHERE x.author_id = h.id AND ${keyset.after} AND x.deleted_at IS NULL AND x.created_at ${keyset.upTo} (SELECT bound.at FROM bound)
      ORDER BY ${keyset.orderBy} LIMIT ${take}) y
    ORDER BY y.created_at ${keyset.direction}, y.id ${keyset.direction} LIMIT ${take}) merged) c
  JOIN posts p ON p.id = c.id JOIN users u ON u.id = p.author_id
  ORDER BY p.created_at ${keyset.direction}, p.id ${keyset.direction}`
}
