import { expect, test } from 'vitest'
import { db, engine, Prisma } from '../db/db'
import { aPost, aViewer } from '../testing/factories'
import { seeded } from '../testing/random'
import { endOfPlaces, placeOf } from '../text/search-row'
import { conditions, type SearchWindow, toSearchCriteria } from './criteria'
import { farSql } from './index.postgresql'
import { searchSql } from './index.sqlite'
import { isSearchable, parseQuery } from './schema'

const everywhere = { from: 0n, to: endOfPlaces, ascending: false, take: 1000, shown: Prisma.sql`1 = 1` }
const contains = engine === 'sqlite' ? Prisma.sql`instr` : Prisma.sql`strpos`

const idsOf = async (sql: Prisma.Sql) =>
  (await db.$queryRaw<{ postId: number }[]>(sql)).map(({ postId }) => postId)

test("the engine's index finds what a look at every row finds, for posts and queries drawn at random [SEA-07]", async () => {
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
  const some = (from: string[], most: number) =>
    Array.from({ length: 1 + below(most) }, () => pick(from)).join(' ')
  for (let n = 0; n < 60; n++)
    await aPost(pick(authors), some(words, 6), { createdAt: new Date(Date.UTC(2026, 0, 1 + below(60))) })
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
  let answered = 0
  for (let round = 0; round < 150; round++) {
    const text = some(parts, 3)
    const query = parseQuery(text)
    if (!isSearchable(query)) continue
    const matching = toSearchCriteria(query, ids)
    const day = placeOf(new Date(Date.UTC(2026, 0, 1 + below(60))))
    const reach: SearchWindow = pick([
      everywhere,
      { ...everywhere, from: day },
      { ...everywhere, to: day, ascending: true },
    ])
    const order = reach.ascending ? Prisma.sql`ASC` : Prisma.sql`DESC`
    const walked = await idsOf(Prisma.sql`
      SELECT s.post_id AS "postId" FROM post_search s
      WHERE ${conditions(matching, contains, { all: true })} AND s.place >= ${reach.from} AND s.place < ${reach.to}
      ORDER BY s.place ${order}`)
    const indexed = await idsOf(engine === 'sqlite' ? searchSql(matching, reach) : farSql(matching, reach))
    expect(indexed, text).toEqual(walked)
    answered += walked.length
  }
  expect(answered).toBeGreaterThan(200)
}, 120_000)
