import { afterEach, describe, expect, test, vi } from 'vitest'
import { aPost, aViewer } from '../testing/factories'
import { seeded } from '../testing/random'
import { placeOf } from '../text/search-row'
import { searchPosts } from './queries'
import { parseQuery, parseSearchCursor } from './schema'

const search = (text: string, params = {}) =>
  searchPosts(null, parseQuery(text), parseSearchCursor({ sort: 'newest', ...params }), 50)

const idsOf = async (text: string) => (await search(text)).items.map(({ id }) => id)

/** The last moment that a post can be ordered by: 2^43 milliseconds after 1970. */
const limit = 2 ** 43
const largest = 2n ** 63n - 1n

/** A valid day of any year from 0 to 9999, as a query writes it: the year alone, with the month, or with the day. */
function randomDay({ below, pick }: ReturnType<typeof seeded>, year = below(10_000)): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const text = String(year).padStart(4, '0')
  return pick([text, `${text}-${two(1 + below(12))}`, `${text}-${two(1 + below(12))}-${two(1 + below(28))}`])
}

const startOf = (day: string) => Date.parse(`${day}-01-01`.slice(0, 10))

describe('date operators', () => {
  test('give a place within 64 bits and in the order of time for every year from 0 to 9999 [SEA-10]', () => {
    let before = 0n
    for (let year = 0; year <= 9999; year++) {
      const { since } = parseQuery(`after:${String(year).padStart(4, '0')}`)
      const place = placeOf(since as Date)
      expect(place >= before && place <= largest, String(year)).toBe(true)
      if (year > 1970 && year < 2248) expect(place > before, String(year)).toBe(true)
      before = place
    }
  })

  test('find what a comparison of dates finds, for any day from year 0 to 9999 [SEA-10]', async () => {
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
      const [older, younger] = [posts.filter(({ at }) => at < start), posts.filter(({ at }) => at >= start)]
      for (const text of [`before:${day}`, `-after:${day}`, `heron before:${day}`])
        expect(await idsOf(text), text).toEqual(older.map(({ id }) => id))
      for (const text of [`after:${day}`, `-before:${day}`, `heron after:${day}`])
        expect(await idsOf(text), text).toEqual(younger.map(({ id }) => id))
    }
  }, 60_000)

  test('leave relevance in order too when they lie beyond every post [SEA-10]', async () => {
    const ann = await aViewer()
    const { id } = await aPost(ann, 'heron')
    const relevant = async (text: string) =>
      (await searchPosts(null, parseQuery(text), parseSearchCursor({}), 50)).items.map((post) => post.id)
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

describe('with the clock far in the future', () => {
  afterEach(() => void vi.useRealTimers())

  test('posts are created, and found in the order of time', async () => {
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

describe('a cursor of an address', () => {
  const cursors = ['0', '1', String(limit), String(largest - 1n), String(largest)]
  // What links of the former layout carry: 22 bits of the id below the milliseconds.
  const former = String((BigInt(Date.UTC(2026, 5, 1)) << 22n) + 7n)

  test.each([...cursors, former])('is answered, whatever place it names: %s [PAG-05]', async (place) => {
    const ann = await aViewer()
    const { id } = await aPost(ann, 'heron')
    for (const params of [{ before: place }, { after: place }])
      for (const text of ['heron', 'heron before:9999', 'heron after:2020', 'after:0000', 'after:9999']) {
        const page = await search(text, params)
        expect([[], [id]], text).toContainEqual(page.items.map((post) => post.id))
      }
  })

  test('of the former layout leads to the first page, or to a link to it [PAG-05]', async () => {
    const ann = await aViewer()
    const { id } = await aPost(ann, 'heron')
    expect(await search('heron', { before: former })).toMatchObject({ items: [{ id }], older: null })
    const first = '?q=heron&sort=newest'
    expect(await search('heron', { after: former })).toEqual({ items: [], older: first, newer: null })
  })
})
