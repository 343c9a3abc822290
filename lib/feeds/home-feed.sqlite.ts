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
 *
 * If the scan does not fill the page, or `scanLength` is 0, the merge reads the next post of each author. The time of the
 * `take`-th of these posts bounds the page, because at least `take` posts come before it. Then the merge reads the posts
 * within the bound, by the few authors whose next post is within it. SQLite has no LATERAL; a correlated IN replaces it.
 * @param keyset over the posts `x`
 * @param take the number of rows to read
 */
export function homeFeedSql(viewer: Viewer, keyset: Keyset, take: number, scanLength: number): Prisma.Sql {
  const scan = Prisma.sql`
    scan(id) AS MATERIALIZED (
      SELECT x.id FROM posts x
      WHERE ${keyset.after} AND x.deleted_at IS NULL AND x.created_at ${keyset.upTo} COALESCE(
        (SELECT x.created_at FROM posts x WHERE ${keyset.after} ORDER BY ${keyset.orderBy} LIMIT 1 OFFSET ${scanLength}), ${keyset.end})
      AND (x.author_id = ${viewer.id} OR EXISTS (SELECT 1 FROM follows f WHERE f.follower_id = ${viewer.id} AND f.followed_id = x.author_id)
        AND ${isVisibleTo(viewer, Prisma.sql`x.author_id`)})
      ORDER BY ${keyset.orderBy} LIMIT ${take}),`
  const isScanShort = Prisma.sql`WHERE (SELECT COUNT(*) FROM scan) < ${take}`
  return Prisma.sql`
  WITH ${scanLength > 0 ? scan : Prisma.empty}
    a(id) AS MATERIALIZED (
      SELECT id FROM (SELECT followed_id AS id FROM follows
        WHERE follower_id = ${viewer.id} AND ${isVisibleTo(viewer, Prisma.sql`followed_id`)} UNION ALL SELECT ${viewer.id})
      ${scanLength > 0 ? isScanShort : Prisma.empty}),
    heads(id, at) AS MATERIALIZED (
      SELECT a.id, (SELECT x.created_at FROM posts x WHERE x.author_id = a.id AND ${keyset.after} AND x.deleted_at IS NULL
        ORDER BY ${keyset.orderBy} LIMIT 1) FROM a),
    bound(at) AS MATERIALIZED (
      SELECT COALESCE((SELECT at FROM heads WHERE at IS NOT NULL ORDER BY at ${keyset.direction} LIMIT 1 OFFSET ${take - 1}), ${keyset.end}))
  SELECT ${postColumns(viewer)} FROM posts p JOIN users u ON u.id = p.author_id
  WHERE p.id IN (${scanLength > 0 ? Prisma.sql`SELECT id FROM scan UNION ALL` : Prisma.empty} SELECT id FROM (
    SELECT y.id FROM bound CROSS JOIN heads h ON h.at ${keyset.upTo} bound.at CROSS JOIN posts y ON y.id IN (
      SELECT x.id FROM posts x WHERE x.author_id = h.id AND ${keyset.after} AND x.deleted_at IS NULL AND x.created_at ${keyset.upTo} bound.at
      ORDER BY ${keyset.orderBy} LIMIT ${take})
    ORDER BY y.created_at ${keyset.direction}, y.id ${keyset.direction} LIMIT ${take}))
  ORDER BY p.created_at ${keyset.direction}, p.id ${keyset.direction} LIMIT ${take}`
}
