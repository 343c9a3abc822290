import { db, Prisma } from '../db/db'
import {
  indexTokens,
  isSingleToken,
  matchesSql,
  parseMatches,
  type SearchCriteria,
  type SearchMatch,
  type SearchWindow,
  scanConditions,
} from './criteria'

const indexOf = Prisma.sql`strpos`

/**
 * The period of a post, a part of every token in the full-text index: 2^29 ms (6.2 days), without the 20 bits of the id.
 * Must be the expression of the index (migration `search_periods`).
 */
const periodShift = Prisma.raw('49')
const periodOfRow = Prisma.sql`(s.place >> ${periodShift})::text || '/'`
const indexedTokens = Prisma.sql`
  array_to_tsvector(string_to_array(${periodOfRow} || replace(btrim(s.tokens), ' ', ' ' || ${periodOfRow}), ' '))`

/** Rows from which rare terms are determined. */
const sampleSize = 1000

/**
 * Finds the matches of a window in the order of their sort keys. Common terms match among the first rows of the window.
 * Only when these give too few matches does the query use the full-text index, period by period.
 */
export async function findMatches(criteria: SearchCriteria, window: SearchWindow): Promise<SearchMatch[]> {
  const terms = indexTerms(criteria)
  if (terms.length === 0) return readMatches(scanSql(criteria, window), window)
  const { ascending, limit, scanLimit = 20_000 } = window
  const scanned = await readMatches(scanSql(criteria, window, scanLimit), window)
  if (scanned.length >= limit) return scanned
  const { next, frequent } = await readStatistics(terms, window, scanLimit)
  if (next === null) return scanned
  const rest = {
    ...window,
    ...(ascending ? { from: next } : { to: next + 1n }),
    limit: limit - scanned.length,
  }
  const rare = terms.filter((_, index) => !frequent[index])
  const query = tsqueryText(rare.length > 0 ? rare : terms, criteria)
  return [...scanned, ...(await readMatches(indexSql(criteria, rest, query), rest))]
}

async function readMatches(from: Prisma.Sql, window: SearchWindow): Promise<SearchMatch[]> {
  return parseMatches(await db.$queryRaw<{ matches: string | null }[]>(matchesSql(from, window, joinLines)))
}

const joinLines = (line: Prisma.Sql, order: Prisma.Sql) =>
  Prisma.sql`string_agg(${line}, chr(10) ORDER BY ${order})`

/** In the text of the SQL: the planner estimates a query without knowing its parameters. */
const literal = (value: number) => Prisma.raw(String(value))

const orderSql = ({ ascending }: SearchWindow) => (ascending ? Prisma.sql`ASC` : Prisma.sql`DESC`)

/** Filters the first rows of the window, or all, read by the index on `place`. */
function scanSql(criteria: SearchCriteria, window: SearchWindow, scanLimit?: number): Prisma.Sql {
  const { from, to, limit, visible } = window
  const order = orderSql(window)
  const first = scanLimit === undefined ? Prisma.empty : Prisma.sql`LIMIT ${literal(scanLimit)}`
  return Prisma.sql`
    (SELECT * FROM post_search WHERE place >= ${from} AND place < ${to} ORDER BY place ${order} ${first}) s
    WHERE ${visible} AND ${scanConditions(criteria, indexOf)}
    ORDER BY s.place ${order} LIMIT ${limit}`
}

/**
 * @returns `next`: the sort key of the first row of the window after those of the scan, or null; `frequent`: which terms
 * match several of the first rows
 */
async function readStatistics(terms: IndexTerm[], window: SearchWindow, scanLimit: number) {
  const { from, to } = window
  const rows = Prisma.sql`
    FROM post_search WHERE place >= ${from} AND place < ${to} ORDER BY place ${orderSql(window)}`
  const found = Prisma.join(
    terms.map(({ condition }) => Prisma.sql`COUNT(*) FILTER (WHERE ${condition}) > 1`),
  )
  const [row] = await db.$queryRaw<[{ next: bigint | string | null; frequent: boolean[] }]>`
    SELECT (SELECT place ${rows} LIMIT 1 OFFSET ${literal(scanLimit)}) AS next, ARRAY[${found}] AS frequent
    FROM (SELECT * ${rows} LIMIT ${literal(Math.min(scanLimit, sampleSize))}) s`
  return { next: row.next === null ? null : BigInt(row.next), frequent: row.frequent }
}

/**
 * Walks over the periods of the window that have posts, until it has enough matches: the index returns all matches of a
 * period in no order. Each step reads the period of the next row, sorts its matches and continues after the period. The
 * sums `place + 0` keep the planner from reading the rows by `place` instead, which is slow for rare terms.
 */
function indexSql(criteria: SearchCriteria, window: SearchWindow, query: string): Prisma.Sql {
  const { from, to, ascending, limit, visible } = window
  const order = orderSql(window)
  // The last period ends with the largest bigint, so that its exclusive end does not exist.
  const edge = ascending
    ? Prisma.sql`((p.period << ${periodShift}) | ((1::bigint << ${periodShift}) - 1))`
    : Prisma.sql`(p.period << ${periodShift})`
  const after = ascending ? Prisma.sql`>` : Prisma.sql`<`
  return Prisma.sql`
    (WITH RECURSIVE walk (edge, found, matches) AS (
      SELECT ${ascending ? from - 1n : to}::bigint, 0, NULL::post_search[]
      UNION ALL
      SELECT ${edge}, w.found + cardinality(m.matches), m.matches
      FROM walk w CROSS JOIN LATERAL (
        SELECT place >> ${periodShift} AS period FROM post_search
        WHERE place ${after} w.edge AND place >= ${from} AND place < ${to}
        ORDER BY place ${order} LIMIT 1) p
      CROSS JOIN LATERAL (
        SELECT ARRAY(
          SELECT s FROM post_search s
          WHERE ${indexedTokens} @@ replace(${query}, '''/', '''' || p.period || '/')::tsquery
            AND s.place + 0 >= ${from} AND s.place + 0 < ${to} AND s.place + 0 ${after} w.edge
            AND ${visible} AND ${scanConditions(criteria, indexOf)}
          ORDER BY s.place + 0 ${order} LIMIT ${limit}) AS matches
        OFFSET 0) m
      WHERE w.found < ${limit})
    SELECT s.* FROM walk CROSS JOIN unnest(walk.matches) s) s
    ORDER BY s.place ${order} LIMIT ${limit}`
}

/** The SQL condition that the row `us` of user_search has at least one token for each of the prefixes. */
export function namesMatch(prefixes: string[]): Prisma.Sql {
  const query = prefixes.map((token) => `'${token}':*`).join(' & ')
  return Prisma.sql`array_to_tsvector(string_to_array(btrim(us.tokens), ' ')) @@ ${query}::tsquery`
}

/** A part of a query that the full-text index finds, as a tsquery and as a condition on `s`, a row of post_search. */
type IndexTerm = { query: string; condition: Prisma.Sql }

/** The terms that a row must match, all of them. Tokens contain neither quotes nor backslashes. */
function indexTerms({ required, authors }: SearchCriteria): IndexTerm[] {
  const tokens = required.flatMap(indexTokens).map((token) => [token])
  const groups = authors.length > 0 ? [...tokens, authors.flatMap(indexTokens)] : tokens
  return groups.map((group) => ({
    query: `(${group.map(toExpression).join(' | ')})`,
    condition: Prisma.join(group.map(toCondition), ' OR '),
  }))
}

/** The text of a tsquery without the period of its tokens, which `'/` stands for. */
function tsqueryText(terms: IndexTerm[], { excluded }: SearchCriteria): string {
  const exclusions = excluded.filter(isSingleToken).flatMap(indexTokens).map(toExpression)
  return [...terms.map(({ query }) => query), ...exclusions.map((token) => `!${token}`)].join(' & ')
}

type IndexToken = { token: string; prefix: boolean }

const toExpression = ({ token, prefix }: IndexToken) => `'/${token}'${prefix ? ':*' : ''}`

const toCondition = ({ token, prefix }: IndexToken) =>
  Prisma.sql`strpos(s.tokens, ${` ${token}${prefix ? '' : ' '}`}) > 0`
