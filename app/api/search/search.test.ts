import { beforeEach, describe, expect, test } from 'vitest'
import { postJson } from '@/lib/api/posts/post-json'
import { listJson } from '@/lib/api/rest/list'
import { blockUser } from '@/lib/blocks/mutations'
import { resetLimits } from '@/lib/rate-limit/rate-limit'
import { maxSavedSearches, saveSearch } from '@/lib/search/mutations'
import { anApiUser, aPersonalToken, apiRequest } from '@/lib/testing/api'
import { aPost, aUser, aViewer, viewerOf } from '@/lib/testing/factories'
import { DELETE, GET, PUT } from '../searches/route'
import * as posts from './posts/route'
import * as users from './users/route'

beforeEach(resetLimits)

const none = { params: Promise.resolve({}) }
const found = listJson(postJson.strict()).strict()

const get = (token: string, path: string) =>
  (path.startsWith('/api/search/posts') ? posts : users).GET(apiRequest('GET', path, { token }), none)

async function search(token: string, path: string) {
  const response = await get(token, path)
  expect(response.status).toBe(200)
  const { items, _links: links } = found.parse(await response.json())
  return { bodies: items.map(({ body }) => body), links, link: response.headers.get('link') }
}

describe.each(['newest', 'relevance'])('posts sorted by %s', (sort) => {
  test('are paginated in both directions', async () => {
    const { id, token } = await anApiUser()
    const viewer = await viewerOf(id)
    for (const number of [1, 2, 3, 4, 5]) await aPost(viewer, `Heron ${number}`)
    await aPost(viewer, 'Boats')
    const first = await search(token, `/api/search/posts?q=heron&sort=${sort}&limit=2`)
    expect(first.link).toBe(`<${first.links.next}>; rel="next"`)
    const second = await search(token, first.links.next ?? '')
    const third = await search(token, second.links.next ?? '')
    const bodies = [...first.bodies, ...second.bodies, ...third.bodies]
    expect(bodies).toEqual(['Heron 5', 'Heron 4', 'Heron 3', 'Heron 2', 'Heron 1'])
    expect([first.links.prev, third.links.next]).toEqual([null, null])
    expect((await search(token, second.links.prev ?? '')).bodies).toEqual(first.bodies)
  })
})

test('leaves out posts of members with a block in either direction [SEC-18]', async () => {
  const { id, token } = await anApiUser()
  const bob = await aViewer({ username: 'bob' })
  await aPost(bob, 'Heron')
  await blockUser(bob, (await viewerOf(id)).username)
  expect((await search(token, '/api/search/posts?q=heron')).bodies).toEqual([])
  expect(await (await get(token, '/api/search/users?q=bob')).json()).toEqual({ items: [] })
})

test('finds members by the beginning of their names', async () => {
  const { token } = await anApiUser()
  await aUser({ username: 'susan', displayName: 'Heron Watcher' })
  expect(await (await get(token, '/api/search/users?q=her')).json()).toMatchObject({
    items: [{ username: 'susan', display_name: 'Heron Watcher' }],
  })
})

test.each([
  '',
  '?q=',
  '?q=-heron',
  `?q=${'x'.repeat(501)}`,
  '?q=heron+before:2026-13-01',
  '?q=heron&sort=oldest',
  '?q=heron&page=0',
  '?q=heron&before=x',
  '?q=heron&limit=101',
])('refuses the query %j', async (query) => {
  const { token } = await anApiUser()
  const response = await get(token, `/api/search/posts${query}`)
  expect(response.status).toBe(400)
  expect((await response.json()).message).toMatch(/^(q|sort|page|before|limit): /)
})

test('has the same rate limit as the page', async () => {
  const { token } = await anApiUser()
  const responses = []
  for (let count = 0; count <= 120; count++) responses.push(get(token, '/api/search/users?q=-x'))
  const statuses = (await Promise.all(responses)).map(({ status }) => status)
  expect(statuses.filter((status) => status === 429)).toHaveLength(1)
})

describe('saved searches', () => {
  const methods = { GET, PUT, DELETE }
  const call = async (method: keyof typeof methods, token: string, query = '') => {
    const response = await methods[method](apiRequest(method, `/api/searches${query}`, { token }), none)
    return { status: response.status, body: response.status === 204 ? null : await response.json() }
  }

  test('with a part that the page ignores are listed without a link, and can be deleted', async () => {
    const { id, token } = await anApiUser()
    await saveSearch(await viewerOf(id), 'herons before:tomorrow')
    const { items } = (await call('GET', token)).body
    expect(items).toEqual([{ q: 'herons before:tomorrow', _links: { posts: null } }])
    expect((await call('DELETE', token, `?q=${encodeURIComponent(items[0].q)}`)).status).toBe(204)
    expect((await call('GET', token)).body).toEqual({ items: [] })
  })

  test('are saved and deleted idempotently', async () => {
    const { token } = await anApiUser()
    const saved = { q: '#birds', _links: { posts: '/api/search/posts?q=%23birds' } }
    for (let count = 0; count < 2; count++)
      expect(await call('PUT', token, '?q=+%23birds+')).toEqual({ status: 200, body: saved })
    expect((await call('GET', token)).body).toEqual({ items: [saved] })
    for (let count = 0; count < 2; count++)
      expect((await call('DELETE', token, '?q=%23birds')).status).toBe(204)
    expect((await call('GET', token)).body).toEqual({ items: [] })
  })

  test('need the scope write, and are limited in number', async () => {
    const { id, token } = await anApiUser()
    expect((await call('PUT', await aPersonalToken(id, 'read'), '?q=x')).status).toBe(403)
    const viewer = await viewerOf(id)
    for (let count = 0; count < maxSavedSearches; count++) await saveSearch(viewer, `word${count}`)
    const refused = await call('PUT', token, '?q=another')
    expect([refused.status, refused.body.message]).toEqual([
      409,
      'Delete one of your 20 saved searches first.',
    ])
  })
})
