import { Prisma } from '../db/db'
import { postColumns } from '../posts/view'
import type { Viewer } from '../viewer'
import { isVisibleTo } from '../visibility/queries'
import type { Keyset } from './keyset'

/**
 * Takes the next post of each author; the last of the first `take` of these times bounds the page, since that many
 * posts lie before it. Then reads the few posts of each author within the bound by index and merges them. The cost
 * follows the number of authors and not the number of posts.
 */
export const homeFeedSql = (viewer: Viewer, at: Keyset, take: number): Prisma.Sql => Prisma.sql`
  WITH a AS MATERIALIZED (
      SELECT followed_id AS id FROM follows
      WHERE follower_id = ${viewer.id} AND ${isVisibleTo(viewer, Prisma.sql`followed_id`)} UNION SELECT ${viewer.id}::int),
    bound AS MATERIALIZED (
      SELECT COALESCE((
        SELECT head.created_at FROM a CROSS JOIN LATERAL (
          SELECT x.created_at FROM posts x WHERE x.author_id = a.id AND ${at.candidates} AND x.deleted_at IS NULL
          ORDER BY x.created_at ${at.order}, x.id ${at.order} LIMIT 1) head
        ORDER BY 1 ${at.order} LIMIT 1 OFFSET ${take - 1}), ${at.end}::timestamp) AS at)
  SELECT ${postColumns(viewer)}
  FROM (
    SELECT y.id FROM a CROSS JOIN LATERAL (
      SELECT x.id, x.created_at FROM posts x
      WHERE x.author_id = a.id AND ${at.candidates} AND x.deleted_at IS NULL AND x.created_at ${at.upTo} (SELECT bound.at FROM bound)
      ORDER BY x.created_at ${at.order}, x.id ${at.order} LIMIT ${take}) y
    ORDER BY y.created_at ${at.order}, y.id ${at.order} LIMIT ${take}) c
  JOIN posts p ON p.id = c.id JOIN users u ON u.id = p.author_id
  ORDER BY p.created_at ${at.order}, p.id ${at.order}`
