import { db, Prisma } from '../db/db'
import {
  indexTokens,
  isSingleToken,
  type MatchRow,
  recheckConditions,
  type SearchCriteria,
  type SearchMatch,
  type SearchWindow,
  scanConditions,
  toMatch,
} from './criteria'

const indexOf = Prisma.sql`strpos`

/**
 * Finds the matches of a window in the order of their sort keys. Common terms match among the first rows of the window.
 * Only when these give too few matches does the query use the full-text index, which returns matches in no order.
 */
export async function findMatches(criteria: SearchCriteria, window: SearchWindow): Promise<SearchMatch[]> {
  const scanned = await readMatches(scanSql(criteria, window))
  if (scanned.length >= window.limit || !(await hasMoreRows(window))) return scanned
  return readMatches(indexSql(criteria, window))
}

async function readMatches(sql: Prisma.Sql): Promise<SearchMatch[]> {
  return (await db.$queryRaw<MatchRow[]>(sql)).map(toMatch)
}

/** In the text of the SQL: the planner estimates a query without knowing its parameters. */
const scanLimitSql = ({ scanLimit = 20_000 }: SearchWindow) => Prisma.raw(String(scanLimit))

const orderSql = ({ ascending }: SearchWindow) => (ascending ? Prisma.sql`ASC` : Prisma.sql`DESC`)

/** Filters the first rows of the window, read by the index on `place`. */
function scanSql(criteria: SearchCriteria, window: SearchWindow): Prisma.Sql {
  const { from, to, limit, visible } = window
  const order = orderSql(window)
  return Prisma.sql`
    SELECT s.post_id AS "postId", s.place AS "sortKey", s.tokens FROM (
      SELECT * FROM post_search WHERE place >= ${from} AND place < ${to}
      ORDER BY place ${order} LIMIT ${scanLimitSql(window)}) s
    WHERE ${visible} AND ${scanConditions(criteria, indexOf)}
    ORDER BY s.place ${order} LIMIT ${limit}`
}

/** Whether the window has more rows than the scan reads. */
async function hasMoreRows(window: SearchWindow): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT post_id AS "postId" FROM post_search WHERE place >= ${window.from} AND place < ${window.to}
    ORDER BY place ${orderSql(window)} LIMIT 1 OFFSET ${scanLimitSql(window)}`
  return rows.length > 0
}

/**
 * Reads all matches from the full-text index, then sorts them. The sums `place + 0` keep the planner from reading the
 * rows by `place` instead, which is slow for rare terms.
 */
function indexSql(criteria: SearchCriteria, window: SearchWindow): Prisma.Sql {
  const { from, to, limit, visible } = window
  const query = tsqueryText(criteria)
  const indexed =
    query === null
      ? Prisma.sql`1 = 1`
      : Prisma.sql`array_to_tsvector(string_to_array(btrim(s.tokens), ' ')) @@ ${query}::tsquery`
  const place = query === null ? Prisma.sql`s.place` : Prisma.sql`s.place + 0`
  const conditions = query === null ? scanConditions : recheckConditions
  return Prisma.sql`
    SELECT s.post_id AS "postId", s.place AS "sortKey", s.tokens FROM post_search s
    WHERE ${indexed} AND ${place} >= ${from} AND ${place} < ${to}
      AND ${visible} AND ${conditions(criteria, indexOf)}
    ORDER BY ${place} ${orderSql(window)} LIMIT ${limit}`
}

/** The SQL condition that the row `us` of user_search has at least one token for each of the prefixes. */
export function namesMatch(prefixes: string[]): Prisma.Sql {
  const query = prefixes.map((token) => toExpression({ token, prefix: true })).join(' & ')
  return Prisma.sql`array_to_tsvector(string_to_array(btrim(us.tokens), ' ')) @@ ${query}::tsquery`
}

/** The text of a tsquery, or null without required tokens. Tokens contain neither quotes nor backslashes. */
function tsqueryText({ required, authors, excluded }: SearchCriteria): string | null {
  const conditions = required.flatMap(indexTokens).map(toExpression)
  if (authors.length > 0) conditions.push(`(${authors.flatMap(indexTokens).map(toExpression).join(' | ')})`)
  if (conditions.length === 0) return null
  const exclusions = excluded.filter(isSingleToken).flatMap(indexTokens).map(toExpression)
  return [...conditions, ...exclusions.map((token) => `!${token}`)].join(' & ')
}

const toExpression = ({ token, prefix }: { token: string; prefix: boolean }) =>
  `'${token}'${prefix ? ':*' : ''}`
