import { afterEach, describe, expect, test, vi } from 'vitest'
import { aPost, aViewer } from '../testing/factories'
import { seeded } from '../testing/random'
import { lowestSortKey } from '../text/search-row'
import { parseQuery } from './parse-query'
import { searchPosts } from './queries'
import { searchCursorParams } from './schema'

const search = (text: string, params = {}) =>
  searchPosts(null, parseQuery(text), searchCursorParams.parse({ sort: 'newest', ...params }), 50)

const idsOf = async (text: string) => (await search(text)).items.map(({ id }) => id)

/** The first time, in milliseconds, that does not fit in a sort key. */
const limit = 2 ** 43
const largest = 2n ** 63n - 1n

/** A valid date of a query, of any year from 0 to 9999: a year, a month or a day. */
function randomDay({ below, pick }: ReturnType<typeof seeded>, year = below(10_000)): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const text = String(year).padStart(4, '0')
  return pick([text, `${text}-${two(1 + below(12))}`, `${text}-${two(1 + below(12))}-${two(1 + below(28))}`])
}

const startOf = (day: string) => Date.parse(`${day}-01-01`.slice(0, 10))

describe('date operators', () => {
  test('give ascending sort keys of 64 bits for every year from 0 to 9999 [SEA-10]', () => {
    let before = 0n
    for (let year = 0; year <= 9999; year++) {
      const { since } = parseQuery(`after:${String(year).padStart(4, '0')}`)
      const sortKey = lowestSortKey(since as Date)
      expect(sortKey >= before && sortKey <= largest, String(year)).toBe(true)
      if (year > 1970 && year < 2248) expect(sortKey > before, String(year)).toBe(true)
      before = sortKey
    }
  })

  test('match the same posts as a comparison of dates, for any day from year 0 to 9999 [SEA-10]', async () => {
    const ann = await aViewer()
    const random = seeded(11)
    const years = [1970, 1999, 2026, 2039, 2040, 2106, 2199, 2247]
    const posts: { id: number; at: number }[] = []
    for (const year of years) {
      const at = startOf(randomDay(random, year)) + random.below(86_400_000)
      posts.push({ id: (await aPost(ann, 'heron', { createdAt: new Date(at) })).id, at })
    }
    posts.sort((a, b) => b.at - a.at)
    const days = Array.from({ length: 250 }, (_, n) => randomDay(random, n < 20 ? years[n % 8] : undefined))
    for (const day of ['0000', '0001-01-01', '2039-09-07', '2248-09-26', '9999-12-31', ...days]) {
      const start = startOf(day)
      const [older, newer] = [posts.filter(({ at }) => at < start), posts.filter(({ at }) => at >= start)]
      for (const text of [`before:${day}`, `-after:${day}`, `heron before:${day}`])
        expect(await idsOf(text), text).toEqual(older.map(({ id }) => id))
      for (const text of [`after:${day}`, `-before:${day}`, `heron after:${day}`])
        expect(await idsOf(text), text).toEqual(newer.map(({ id }) => id))
    }
  })

  test('accept dates before and after all posts in a search by relevance [SEA-10]', async () => {
    const ann = await aViewer()
    const { id } = await aPost(ann, 'heron')
    const relevant = async (text: string) =>
      (await searchPosts(null, parseQuery(text), searchCursorParams.parse({}), 50)).items.map(
        (post) => post.id,
      )
    for (const day of ['2040', '2248-10', '9999-12-31']) {
      expect(await relevant(`heron before:${day}`), day).toEqual([id])
      expect(await relevant(`heron after:${day}`), day).toEqual([])
    }
    for (const day of ['0000', '1969-12-31']) {
      expect(await relevant(`heron after:${day}`), day).toEqual([id])
      expect(await relevant(`heron before:${day}`), day).toEqual([])
    }
  })
})

describe('with a clock far in the future', () => {
  afterEach(() => void vi.useRealTimers())

  test('finds new posts in chronological order', async () => {
    const ann = await aViewer()
    const ids: number[] = []
    for (const year of [
      '2039-09-07',
      '2039-09-08',
      '2100',
      '2199-12-31',
      '2248-09-26',
      '2248-09-27',
      '9999',
    ]) {
      vi.useFakeTimers({ toFake: ['Date'], now: startOf(year) })
      ids.unshift((await aPost(ann, 'heron')).id, (await aPost(ann, 'heron')).id)
      ids.splice(0, 2, ...ids.slice(0, 2).reverse())
    }
    vi.useRealTimers()
    expect(await idsOf('heron')).toEqual(ids)
    expect(await idsOf('heron after:2100')).toEqual(ids.slice(0, 10))
    expect(await idsOf('heron before:2100')).toEqual(ids.slice(10))
    expect(await idsOf('heron before:9999')).toEqual(ids)
  })
})

describe('a cursor in a URL', () => {
  const cursors = ['0', '1', String(limit), String(largest - 1n), String(largest)]
  // A sort key of the former layout, with 22 bits of the id below the milliseconds.
  const former = String((BigInt(Date.UTC(2026, 5, 1)) << 22n) + 7n)

  test.each([...cursors, former])('returns a page for any sort key: %s [PAG-05]', async (sortKey) => {
    const ann = await aViewer()
    const { id } = await aPost(ann, 'heron')
    for (const params of [{ before: sortKey }, { after: sortKey }])
      for (const text of ['heron', 'heron before:9999', 'heron after:2020', 'after:0000', 'after:9999']) {
        const page = await search(text, params)
        expect([[], [id]], text).toContainEqual(page.items.map((post) => post.id))
      }
  })

  test('in the former layout returns the first page or links to it [PAG-05]', async () => {
    const ann = await aViewer()
    const { id } = await aPost(ann, 'heron')
    expect(await search('heron', { before: former })).toMatchObject({ items: [{ id }], older: null })
    const first = '?q=heron&sort=newest'
    expect(await search('heron', { after: former })).toEqual({ items: [], older: first, newer: null })
  })
})
