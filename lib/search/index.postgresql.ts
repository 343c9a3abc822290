import { Prisma } from '../db/db'
import { conditions, forIndex, isOneToken, type SearchCriteria, type SearchWindow } from './criteria'

const contains = Prisma.sql`strpos`

/** Rows that `nearSql` looks at. As text: a plan must not depend on a number that it does not know. */
const window = Prisma.raw('20000')

/**
 * Of the newest posts those that match, read in order by the index on their places, without asking the full-text
 * index: what is common is found here at once. When this finds fewer than it was asked for there may be more.
 */
export function nearSql(
  matching: SearchCriteria,
  { from, to, ascending, take, shown }: SearchWindow,
): Prisma.Sql {
  const order = ascending ? Prisma.sql`ASC` : Prisma.sql`DESC`
  return Prisma.sql`
    SELECT s.post_id AS "postId", s.place, s.tokens FROM (
      SELECT * FROM post_search WHERE place >= ${from} AND place < ${to} ORDER BY place ${order} LIMIT ${window}) s
    WHERE ${shown} AND ${conditions(matching, contains, { all: true })}
    ORDER BY s.place ${order} LIMIT ${take}`
}

/** A row when there are places in reach that `nearSql` does not get to. */
export const beyondSql = ({ from, to, ascending }: SearchWindow): Prisma.Sql => Prisma.sql`
  SELECT post_id AS "postId" FROM post_search WHERE place >= ${from} AND place < ${to}
  ORDER BY place ${ascending ? Prisma.sql`ASC` : Prisma.sql`DESC`} LIMIT 1 OFFSET ${window}`

/**
 * All posts that match, by the full-text index, then the newest of them; null when nothing in particular is wanted.
 * The sums keep the planner from walking the places instead, which is slow for what is rare.
 */
export function farSql(
  matching: SearchCriteria,
  { from, to, ascending, take, shown }: SearchWindow,
): Prisma.Sql {
  const query = expression(matching)
  const order = ascending ? Prisma.sql`ASC` : Prisma.sql`DESC`
  const indexed =
    query === null
      ? Prisma.sql`1 = 1`
      : Prisma.sql`array_to_tsvector(string_to_array(btrim(s.tokens), ' ')) @@ ${query}::tsquery`
  const place = query === null ? Prisma.sql`s.place` : Prisma.sql`s.place + 0`
  return Prisma.sql`
    SELECT s.post_id AS "postId", s.place, s.tokens FROM post_search s
    WHERE ${indexed} AND ${place} >= ${from} AND ${place} < ${to}
      AND ${shown} AND ${conditions(matching, contains, { all: query === null })}
    ORDER BY ${place} ${order} LIMIT ${take}`
}

/** In the language of tsquery. Tokens hold neither quotes nor backslashes. */
function expression({ wanted, authors, unwanted }: SearchCriteria): string | null {
  const parts = wanted.flatMap(forIndex).map(written)
  if (authors.length > 0)
    parts.push(`(${authors.map((token) => written({ token, open: false })).join(' | ')})`)
  if (parts.length === 0) return null
  const without = unwanted.filter(isOneToken).flatMap(forIndex).map(written)
  return [...parts, ...without.map((token) => `!${token}`)].join(' & ')
}

const written = ({ token, open }: { token: string; open: boolean }) => `'${token}'${open ? ':*' : ''}`
