import { expect, test } from 'vitest'
import { db, engine, Prisma, transaction } from '../db/db'
import { aPost, aViewer } from '../testing/factories'
import { seeded } from '../testing/random'
import { lowestSortKey, sortKeyLimit } from '../text/search-row'
import { type SearchWindow, scanConditions, toSearchCriteria } from './criteria'
import { findMatches as findOnPostgresql } from './index.postgresql'
import { findMatches as findOnSqlite } from './index.sqlite'
import { isSearchable, parseQuery } from './parse-query'

const findMatches = engine === 'sqlite' ? findOnSqlite : findOnPostgresql
const indexOf = engine === 'sqlite' ? Prisma.sql`instr` : Prisma.sql`strpos`

/** All posts. With a low scan limit, PostgreSQL uses the full-text index. */
const all: SearchWindow = {
  from: 0n,
  to: sortKeyLimit,
  ascending: false,
  limit: 1000,
  visible: Prisma.sql`1 = 1`,
  scanLimit: 0,
}

const idsOf = (rows: { postId: number }[]) => rows.map(({ postId }) => postId)

test('finds the same posts with the full-text index as with a full scan, for random queries [SEA-07]', async () => {
  const words = [
    'heron',
    'herons',
    'her',
    'café',
    'cafe',
    '東京都',
    '京都',
    '京',
    '🎉',
    'كِتَاب',
    'กาแฟ',
    "don't",
    'ß8',
    '#tag',
    '#tägx',
  ]
  const authors = [await aViewer({ username: 'ann' }), await aViewer({ username: 'bob' })]
  const ids = new Map(authors.map(({ username, id }) => [username, id]))
  const { below, pick } = seeded(7)
  const several = (from: string[], max: number) =>
    Array.from({ length: 1 + below(max) }, () => pick(from)).join(' ')
  for (let n = 0; n < 60; n++)
    await aPost(pick(authors), several(words, 6), { createdAt: new Date(Date.UTC(2026, 0, 1 + below(60))) })
  const parts = [
    ...words.flatMap((word) => [
      word,
      `${word}*`,
      `-${word}`,
      `"${word}"`,
      `"${word} ${pick(words)}"`,
      `-"her ${word}"`,
    ]),
    ...['from:ann', 'from:bob', '-from:ann', 'from:nobody'],
  ]
  let total = 0
  for (let round = 0; round < 150; round++) {
    const text = several(parts, 3)
    const query = parseQuery(text)
    if (!isSearchable(query)) continue
    const criteria = toSearchCriteria(query, ids)
    const day = lowestSortKey(new Date(Date.UTC(2026, 0, 1 + below(60))))
    const narrowed = pick<SearchWindow>([all, { ...all, from: day }, { ...all, to: day, ascending: true }])
    const window = { ...narrowed, limit: pick([1, 5, 1000]), scanLimit: pick([0, 1, 10]) }
    const order = window.ascending ? Prisma.sql`ASC` : Prisma.sql`DESC`
    const scanned = await db.$queryRaw<{ postId: number }[]>`
      SELECT s.post_id AS "postId" FROM post_search s
      WHERE ${scanConditions(criteria, indexOf)} AND s.place >= ${window.from} AND s.place < ${window.to}
      ORDER BY s.place ${order} LIMIT ${window.limit}`
    expect(idsOf(await findMatches(criteria, window)), text).toEqual(idsOf(scanned))
    total += scanned.length
  }
  expect(total).toBeGreaterThan(200)
})

test('searches the times before and after the range of sort keys [SEA-07]', async () => {
  const ann = await aViewer()
  const years = [1969, 1970, 2026, 2248, 2249]
  for (const year of years) await aPost(ann, `heron ${year}`, { createdAt: new Date(Date.UTC(year, 11, 31)) })
  const criteria = toSearchCriteria(parseQuery('heron'), new Map())
  for (const ascending of [true, false]) {
    const found = await findMatches(criteria, { ...all, ascending })
    expect(found).toHaveLength(years.length)
    const keys = found.map(({ sortKey }) => sortKey)
    expect(keys).toEqual([...keys].sort((a, b) => (a < b === ascending ? -1 : 1)))
  }
})

/** The query plan of the last statement that a search sends. PostgreSQL scans a table as small as this one by default. */
async function planOfSearch(text: string): Promise<string> {
  const queries: Prisma.Sql[] = []
  const original = db.$queryRaw
  db.$queryRaw = ((query: Prisma.Sql, ...values: unknown[]) => {
    queries.push(query)
    return original.call(db, query, ...values)
  }) as typeof original
  try {
    await findMatches(toSearchCriteria(parseQuery(text), new Map()), all)
  } finally {
    db.$queryRaw = original
  }
  const query = queries.at(-1) as Prisma.Sql
  const rows = await transaction(async (tx) => {
    if (engine === 'sqlite') return tx.$queryRaw<object[]>(Prisma.sql`EXPLAIN QUERY PLAN ${query}`)
    await tx.$executeRaw`SET LOCAL enable_seqscan = off`
    return tx.$queryRaw<object[]>(Prisma.sql`EXPLAIN ${query}`)
  })
  return rows.flatMap((row) => Object.values(row)).join('\n')
}

test('looks up words in the full-text index, in the order of sort keys [SEA-07]', async () => {
  await aPost(await aViewer(), 'heron')
  const plan = await planOfSearch('heron')
  if (engine === 'sqlite') {
    expect(plan).toContain('SCAN f VIRTUAL TABLE')
  } else {
    expect(plan).toContain('post_search_periods_idx')
    expect(plan).toContain('Index Only Scan Backward using post_search_place_key')
  }
})
