import { Prisma } from '../db/db'
import { postColumns } from '../posts/view'
import type { Viewer } from '../viewer'
import { isVisibleTo } from '../visibility/queries'
import type { Keyset } from './keyset'

/**
 * Takes the next post of each author; the last of the first `take` of these times bounds the page, since that many
 * posts lie before it. Then reads the few posts of each author within the bound by index and merges them. The cost
 * follows the number of authors and not the number of posts. SQLite has no LATERAL; a correlated IN does the same.
 */
export const homeFeedSql = (viewer: Viewer, at: Keyset, take: number): Prisma.Sql => Prisma.sql`
  WITH a(id) AS MATERIALIZED (
      SELECT followed_id FROM follows
      WHERE follower_id = ${viewer.id} AND ${isVisibleTo(viewer, Prisma.sql`followed_id`)} UNION ALL SELECT ${viewer.id}),
    heads(at) AS MATERIALIZED (
      SELECT (SELECT x.created_at FROM posts x WHERE x.author_id = a.id AND ${at.candidates} AND x.deleted_at IS NULL
        ORDER BY x.created_at ${at.order}, x.id ${at.order} LIMIT 1) AS head
      FROM a WHERE head IS NOT NULL ORDER BY head ${at.order} LIMIT ${take}),
    bound(at) AS MATERIALIZED (
      SELECT COALESCE((SELECT at FROM heads ORDER BY at ${at.order} LIMIT 1 OFFSET ${take - 1}), ${at.end}))
  SELECT ${postColumns(viewer)} FROM posts p JOIN users u ON u.id = p.author_id
  WHERE p.id IN (
    SELECT y.id FROM a CROSS JOIN bound CROSS JOIN posts y ON y.id IN (
      SELECT x.id FROM posts x WHERE x.author_id = a.id AND ${at.candidates} AND x.deleted_at IS NULL AND x.created_at ${at.upTo} bound.at
      ORDER BY x.created_at ${at.order}, x.id ${at.order} LIMIT ${take})
    ORDER BY y.created_at ${at.order}, y.id ${at.order} LIMIT ${take})
  ORDER BY p.created_at ${at.order}, p.id ${at.order} LIMIT ${take}`
