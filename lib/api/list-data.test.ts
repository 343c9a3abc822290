import { expect, test } from 'vitest'
import { AppError } from '../errors'
import { exploreFeed } from '../feeds/queries'
import { aPost, aViewer } from '../testing/factories'
import type { Viewer } from '../viewer'
import { respondWithData, respondWithPosts } from './list-data'

const requestFrom = (site?: string, query = '') =>
  new Request(`http://localhost/data/explore${query}`, site ? { headers: { 'sec-fetch-site': site } } : {})

const read = async (viewer: Viewer | null, request: Request) => {
  const response = await respondWithPosts(viewer, request, exploreFeed)
  return {
    status: response.status,
    cache: response.headers.get('cache-control'),
    body: await response.json(),
  }
}

test('returns posts as view data with ISO times in UTC, page by page [DAT-01]', async () => {
  const [ann, bob] = [await aViewer(), await aViewer()]
  const first = await aPost(bob, 'Hello @nobody #birds')
  const { status, cache, body } = await read(ann, requestFrom('same-origin'))
  expect([status, cache]).toEqual([200, 'private, no-store'])
  const item = body.items[0]
  expect(item).toMatchObject({ id: first.id, author: { username: bob.username } })
  expect(item.createdAt).toBe(first.createdAt.toISOString())
  expect(item.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  expect(item).not.toHaveProperty('liked')
  expect(item.text).toEqual({ shown: ['Hello ', '@nobody', ' ', { tag: 'birds', text: '#birds' }] })
  expect(item).not.toHaveProperty('body')
  expect((await read(ann, requestFrom('same-origin', '?before=1-1'))).body.items).toEqual([])
})

test.each([
  ['a guest', null, 'same-origin', 401],
  ['another site', 'member', 'cross-site', 403],
  ['another host of this site', 'member', 'same-site', 403],
  ['a browser without fetch metadata', 'member', undefined, 200],
] as const)('responds to %s with status $3', async (_, who, site, status) => {
  const response = await read(who && (await aViewer()), requestFrom(site))
  expect([response.status, response.cache]).toEqual([status, 'private, no-store'])
})

test('responds with 404 if the list does not exist, and with 429 and Retry-After if rate-limited', async () => {
  const ann = await aViewer()
  expect((await respondWithData(ann, requestFrom(), async () => null)).status).toBe(404)
  const limited = await respondWithData(ann, requestFrom(), async () => {
    throw new AppError('rate-limited', 'test', { retryAfter: 7 })
  })
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7'])
})
