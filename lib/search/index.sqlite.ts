import { Prisma } from '../db/db'
import { conditions, forIndex, isOneToken, type SearchCriteria, type SearchWindow } from './criteria'

/**
 * The newest posts that match, by FTS5, which walks its rowids (the places) in order and stops when there are enough.
 * CROSS JOIN keeps it in front.
 */
export function searchSql(
  matching: SearchCriteria,
  { from, to, ascending, take, shown }: SearchWindow,
): Prisma.Sql {
  const match = expression(matching)
  const order = ascending ? Prisma.sql`ASC` : Prisma.sql`DESC`
  const contains = Prisma.sql`instr`
  if (match === null)
    return Prisma.sql`
      SELECT s.post_id AS "postId", s.place, s.tokens FROM post_search s
      WHERE s.place >= ${from} AND s.place < ${to} AND ${shown} AND ${conditions(matching, contains, { all: true })}
      ORDER BY s.place ${order} LIMIT ${take}`
  return Prisma.sql`
    SELECT s.post_id AS "postId", s.place, s.tokens
    FROM post_fts f CROSS JOIN post_search s ON s.place = f.rowid
    WHERE f.post_fts MATCH ${match} AND f.rowid >= ${from} AND f.rowid < ${to}
      AND ${shown} AND ${conditions(matching, contains, { all: false })}
    ORDER BY f.rowid ${order} LIMIT ${take}`
}

/** In the language of MATCH; null when nothing in particular is wanted. Tokens hold no quotes. */
function expression({ wanted, authors, unwanted }: SearchCriteria): string | null {
  const parts = wanted.flatMap(forIndex).map(written)
  if (authors.length > 0)
    parts.push(`(${authors.map((token) => written({ token, open: false })).join(' OR ')})`)
  if (parts.length === 0) return null
  const without = unwanted.filter(isOneToken).flatMap(forIndex).map(written)
  const all = parts.join(' AND ')
  return without.length > 0 ? `(${all}) NOT (${without.join(' OR ')})` : all
}

const written = ({ token, open }: { token: string; open: boolean }) => `"${token}"${open ? ' *' : ''}`
