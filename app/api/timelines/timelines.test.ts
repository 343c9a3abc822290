import { beforeEach, expect, test } from 'vitest'
import { postJson } from '@/lib/api/posts/post-json'
import { listJson } from '@/lib/api/rest/list'
import { blockUser } from '@/lib/blocks/mutations'
import { followUser } from '@/lib/follows/mutations'
import { resetLimits } from '@/lib/rate-limit/rate-limit'
import { anApiUser, apiRequest } from '@/lib/testing/api'
import { aPost, viewerOf } from '@/lib/testing/factories'
import * as tag from '../tags/[tag]/posts/route'
import * as posts from '../users/[id]/posts/route'
import * as replies from '../users/[id]/replies/route'
import * as explore from './explore/route'
import * as home from './home/route'

beforeEach(resetLimits)

const none = { params: Promise.resolve({}) }
const timelineJson = listJson(postJson.strict()).strict()

async function read(pending: Promise<Response>) {
  const response = await pending
  return { link: response.headers.get('link'), ...timelineJson.parse(await response.json()) }
}

const bodiesOf = ({ items }: { items: { body: string }[] }) => items.map(({ body }) => body)

test('home has the posts of the member and of those whom they follow', async () => {
  const [ann, bob, eve] = [await anApiUser(), await anApiUser(), await anApiUser()]
  for (const { id, username } of [ann, bob, eve]) await aPost(await viewerOf(id), username)
  await followUser(await viewerOf(ann.id), bob.username)
  const page = await read(home.GET(apiRequest('GET', '/api/timelines/home', { token: ann.token }), none))
  expect(bodiesOf(page)).toEqual([bob.username, ann.username])
})

test('pages are linked in the body and in the header, in both directions', async () => {
  const { id, token } = await anApiUser()
  const viewer = await viewerOf(id)
  for (let count = 1; count <= 5; count++) await aPost(viewer, String(count))
  const get = (path: string) => read(explore.GET(apiRequest('GET', path, { token }), none))
  const first = await get('/api/timelines/explore?limit=2')
  expect([bodiesOf(first), first._links.prev]).toEqual([['5', '4'], null])
  expect(first.link).toBe(`<${first._links.next}>; rel="next"`)
  const second = await get(first._links.next ?? '')
  expect(bodiesOf(second)).toEqual(['3', '2'])
  const last = await get(second._links.next ?? '')
  expect([bodiesOf(last), last._links.next]).toEqual([['1'], null])
  expect(bodiesOf(await get(second._links.prev ?? ''))).toEqual(['5', '4'])
})

test.each(['limit=0', 'limit=101', 'limit=ten', 'before=x', 'after=1-'])(
  'refuses the query %s',
  async (query) => {
    const { token } = await anApiUser()
    const response = await explore.GET(apiRequest('GET', `/api/timelines/explore?${query}`, { token }), none)
    expect(response.status).toBe(400)
    expect((await response.json()).message).toMatch(new RegExp(`^${query.split('=')[0]}: `))
  },
)

test('a tag is found in any case', async () => {
  const { id, token } = await anApiUser()
  await aPost(await viewerOf(id), 'Herons #Birds')
  const request = apiRequest('GET', '/api/tags/BIRDS/posts', { token })
  expect(bodiesOf(await read(tag.GET(request, { params: Promise.resolve({ tag: 'BIRDS' }) })))).toEqual([
    'Herons #Birds',
  ])
})

test('the lists of a member have their posts, or their replies only', async () => {
  const { id, token } = await anApiUser()
  const viewer = await viewerOf(id)
  const root = await aPost(viewer, 'Root')
  await aPost(viewer, 'Reply', { replyTo: root.id })
  const context = { params: Promise.resolve({ id: String(id) }) }
  const get = (route: typeof posts) =>
    read(route.GET(apiRequest('GET', '/api/users/1/posts', { token }), context))
  expect(bodiesOf(await get(posts))).toEqual(['Reply', 'Root'])
  expect(bodiesOf(await get(replies))).toEqual(['Reply'])
})

test('a block hides the posts of both members [SEC-18]', async () => {
  const [ann, bob] = [await anApiUser(), await anApiUser()]
  for (const { id } of [ann, bob]) await aPost(await viewerOf(id))
  await blockUser(await viewerOf(ann.id), bob.username)
  for (const { token, id } of [ann, bob]) {
    const page = await read(explore.GET(apiRequest('GET', '/api/timelines/explore', { token }), none))
    expect(page.items.map(({ author }) => author.id)).toEqual([id])
  }
})
