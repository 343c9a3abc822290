import { Prisma } from '../db/db'
import { postColumns } from '../posts/view'
import type { Keyset } from './keyset'

/**
 * Reads the newest few posts of each author by index and merges them, so the cost follows the number of authors and
 * not the number of posts. SQLite has no LATERAL; a correlated IN does the same.
 */
export const homeFeedSql = (viewerId: number, at: Keyset, take: number): Prisma.Sql => Prisma.sql`
  SELECT ${postColumns} FROM posts p JOIN users u ON u.id = p.author_id
  WHERE p.id IN (
    SELECT y.id FROM (SELECT followed_id AS id FROM follows WHERE follower_id = ${viewerId} UNION SELECT ${viewerId}) a
    JOIN posts y ON y.id IN (
      SELECT x.id FROM posts x WHERE x.author_id = a.id AND ${at.candidates}
      ORDER BY x.created_at ${at.order}, x.id ${at.order} LIMIT ${take}))
  ORDER BY p.created_at ${at.order}, p.id ${at.order} LIMIT ${take}`
