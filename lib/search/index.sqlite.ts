import { db, Prisma } from '../db/db'
import {
  indexTokens,
  isSingleToken,
  matchesSql,
  parseMatches,
  recheckConditions,
  type SearchCriteria,
  type SearchMatch,
  type SearchWindow,
  scanConditions,
} from './criteria'

const indexOf = Prisma.sql`instr`

/** Finds the matches of a window in the order of their sort keys, with FTS5. */
export async function findMatches(criteria: SearchCriteria, window: SearchWindow): Promise<SearchMatch[]> {
  const expression = matchExpression(criteria)
  const from = expression === null ? scanSql(criteria, window) : indexSql(criteria, window, expression)
  return parseMatches(await db.$queryRaw<{ matches: string | null }[]>(matchesSql(from, window, joinLines)))
}

const joinLines = (line: Prisma.Sql, order: Prisma.Sql) =>
  Prisma.sql`group_concat(${line}, char(10) ORDER BY ${order})`

function scanSql(
  criteria: SearchCriteria,
  { from, to, ascending, limit, visible }: SearchWindow,
): Prisma.Sql {
  const order = ascending ? Prisma.sql`ASC` : Prisma.sql`DESC`
  return Prisma.sql`
    post_search s
    WHERE s.place >= ${from} AND s.place < ${to} AND ${visible} AND ${scanConditions(criteria, indexOf)}
    ORDER BY s.place ${order} LIMIT ${limit}`
}

/** FTS5 returns its rowids, the sort keys, in order and stops at the limit. CROSS JOIN makes it the outer loop. */
function indexSql(
  criteria: SearchCriteria,
  { from, to, ascending, limit, visible }: SearchWindow,
  expression: string,
): Prisma.Sql {
  const order = ascending ? Prisma.sql`ASC` : Prisma.sql`DESC`
  return Prisma.sql`
    post_fts f CROSS JOIN post_search s ON s.place = f.rowid
    WHERE f.post_fts MATCH ${expression} AND f.rowid >= ${from} AND f.rowid < ${to}
      AND ${visible} AND ${recheckConditions(criteria, indexOf)}
    ORDER BY f.rowid ${order} LIMIT ${limit}`
}

/** The SQL condition that the row `us` of user_search has at least one token for each of the prefixes. */
export function namesMatch(prefixes: string[]): Prisma.Sql {
  const expression = prefixes.map((token) => toExpression({ token, prefix: true })).join(' AND ')
  return Prisma.sql`us.user_id IN (SELECT rowid FROM user_fts WHERE user_fts MATCH ${expression})`
}

/** An expression of FTS5, or null without required tokens. Tokens contain no quotes. */
function matchExpression({ required, authors, excluded }: SearchCriteria): string | null {
  const conditions = required.flatMap(indexTokens).map(toExpression)
  if (authors.length > 0) conditions.push(`(${authors.flatMap(indexTokens).map(toExpression).join(' OR ')})`)
  if (conditions.length === 0) return null
  const exclusions = excluded.filter(isSingleToken).flatMap(indexTokens).map(toExpression)
  const all = conditions.join(' AND ')
  return exclusions.length > 0 ? `(${all}) NOT (${exclusions.join(' OR ')})` : all
}

const toExpression = ({ token, prefix }: { token: string; prefix: boolean }) =>
  `"${token}"${prefix ? ' *' : ''}`
