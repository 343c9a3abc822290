import { beforeEach, describe, expect, test } from 'vitest'
import { notificationJson } from '@/lib/api/notifications/notification-json'
import { listJson } from '@/lib/api/rest/list'
import { blockUser } from '@/lib/blocks/mutations'
import { transaction } from '@/lib/db/db'
import { writeSignals } from '@/lib/events/signals'
import { followUser } from '@/lib/follows/mutations'
import { likePost } from '@/lib/likes/mutations'
import { sendMessage } from '@/lib/messages/mutations'
import { resetLimits } from '@/lib/rate-limit/rate-limit'
import { anApiUser, aPersonalToken, apiRequest } from '@/lib/testing/api'
import { aPost, aViewer, viewerOf } from '@/lib/testing/factories'
import * as one from './[id]/read/route'
import * as grouped from './grouped/route'
import * as all from './read/route'
import * as changes from './route'
import * as settings from './settings/route'

beforeEach(resetLimits)

const none = { params: Promise.resolve({}) }
const listOfNotifications = listJson(notificationJson.strict()).strict()

async function list(token: string, path = '/api/notifications/grouped') {
  const response = await grouped.GET(apiRequest('GET', path, { token }), none)
  return { link: response.headers.get('link'), ...listOfNotifications.parse(await response.json()) }
}

const since = (token: string, query = '', headers = {}) =>
  changes.GET(apiRequest('GET', `/api/notifications${query}`, { token, headers }), none)

describe('GET /api/notifications', () => {
  const write = (userId: number, count: number) =>
    transaction((tx) => writeSignals(tx, [{ userId, name: 'unread_notification_count', payload: count }]))

  test('returns the changes after a time in ascending order [NOT-03]', async () => {
    const { id, token } = await anApiUser()
    const ann = await viewerOf(id)
    await sendMessage(await aViewer({ username: 'bob' }), { to: ann.username, body: 'Hello' })
    await write(id, 1)
    const changed = await (await since(token)).json()
    expect(changed.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['message', 'unread_message_count', 'unread_notification_count']),
    )
    const times = changed.map(({ timestamp }: { timestamp: number }) => timestamp)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    const [last] = changed.slice(-1)
    expect(last).toEqual({ name: 'unread_notification_count', data: 1, timestamp: expect.any(Number) })
    expect(await (await since(token, `?since=${last.timestamp}`)).json()).toEqual([])
  })

  test.each(['', '?since=', '?since=x', '?since=-1', '?since=1e999'])(
    'treats %j as the time 0 [NOT-03]',
    async (query) => {
      const { id, token } = await anApiUser()
      await write(id, 3)
      expect(await (await since(token, query)).json()).toMatchObject([{ data: 3 }])
    },
  )

  test('returns 304 until something changes', async () => {
    const { id, token } = await anApiUser()
    await write(id, 1)
    const etag = (await since(token)).headers.get('etag') ?? ''
    expect((await since(token, '', { 'if-none-match': etag })).status).toBe(304)
    await write(id, 2)
    expect((await since(token, '', { 'if-none-match': etag })).status).toBe(200)
  })

  test('returns nothing about messages to tokens without the scope messages', async () => {
    const { id } = await anApiUser()
    const ann = await viewerOf(id)
    await sendMessage(await aViewer({ username: 'bob' }), { to: ann.username, body: 'Hello' })
    await write(id, 1)
    const changed = await (await since(await aPersonalToken(id, 'read'))).json()
    expect(changed).toMatchObject([{ name: 'unread_notification_count' }])
  })

  test('is refused without a token [TOK-06]', async () => {
    const request = apiRequest('GET', '/api/notifications', { headers: { cookie: 'authjs.session-token=x' } })
    expect((await changes.GET(request, none)).status).toBe(401)
  })
})

describe('the list of notifications', () => {
  test('groups events about the same post', async () => {
    const { id, token } = await anApiUser()
    const { id: postId } = await aPost(await viewerOf(id), 'Herons')
    const [bob, eve] = [await aViewer({ username: 'bob' }), await aViewer({ username: 'eve' })]
    for (const viewer of [bob, eve]) await likePost(viewer, postId)
    expect((await list(token)).items).toMatchObject([
      {
        kind: 'like',
        unread: true,
        actors: [{ username: 'eve' }, { username: 'bob' }],
        actor_count: 2,
        quote: 'Herons',
        _links: { page: `/posts/${postId}`, post: `/api/posts/${postId}` },
      },
    ])
  })

  test('links to the latest reply, and to the profile of a follower', async () => {
    const { id, username, token } = await anApiUser()
    const root = await aPost(await viewerOf(id))
    const bob = await aViewer({ username: 'bob' })
    const reply = await aPost(bob, 'Yes', { replyTo: root.id })
    await followUser(bob, username)
    const links = (await list(token)).items.map(({ _links }) => [_links.page, _links.post])
    expect(links).toEqual([
      ['/users/bob', null],
      [`/posts/${reply.id}`, `/api/posts/${reply.id}`],
    ])
  })

  test('is paginated, and can be filtered by kind', async () => {
    const { id, username, token } = await anApiUser()
    const ann = await viewerOf(id)
    const bob = await aViewer()
    await followUser(bob, username)
    for (let count = 0; count < 3; count++) await likePost(bob, (await aPost(ann)).id)
    const first = await list(token, '/api/notifications/grouped?kind=like&limit=2')
    expect(first.items.map(({ kind }) => kind)).toEqual(['like', 'like'])
    expect(first.link).toBe(`<${first._links.next}>; rel="next"`)
    const second = await list(token, first._links.next ?? '')
    expect([second.items.length, second._links.next]).toEqual([1, null])
    expect((await list(token, second._links.prev ?? '')).items).toEqual(first.items)
    const request = apiRequest('GET', '/api/notifications/grouped?kind=none', { token })
    expect((await grouped.GET(request, none)).status).toBe(400)
  })

  test('leaves out members with a block in either direction [SEC-18]', async () => {
    const { id, token } = await anApiUser()
    const ann = await viewerOf(id)
    const bob = await aViewer({ username: 'bob' })
    await likePost(bob, (await aPost(ann)).id)
    await blockUser(bob, ann.username)
    expect((await list(token)).items).toEqual([])
  })
})

describe('marking as read', () => {
  const markOne = (token: string, id: number) =>
    one.PUT(apiRequest('PUT', `/api/notifications/${id}/read`, { token }), {
      params: Promise.resolve({ id: String(id) }),
    })

  async function twoNotifications() {
    const { id, token } = await anApiUser()
    const ann = await viewerOf(id)
    const bob = await aViewer()
    for (let count = 0; count < 2; count++) await likePost(bob, (await aPost(ann)).id)
    return { id, token, items: (await list(token)).items }
  }

  test('marks one notification', async () => {
    const { token, items } = await twoNotifications()
    const id = items[0]?.id ?? 0
    for (let count = 0; count < 2; count++)
      expect(await (await markOne(token, id)).json()).toEqual({ ...items[0], unread: false })
    expect((await list(token)).items.map(({ unread }) => unread)).toEqual([false, true])
  })

  test('of another member returns 404 and changes nothing', async () => {
    const { token, items } = await twoNotifications()
    expect((await markOne((await anApiUser()).token, items[0]?.id ?? 0)).status).toBe(404)
    expect((await list(token)).items).toEqual(items)
  })

  test('marks all notifications, and needs the scope write', async () => {
    const { id, token } = await twoNotifications()
    const markAll = (secret: string) =>
      all.PUT(apiRequest('PUT', '/api/notifications/read', { token: secret }), none)
    expect((await markAll(await aPersonalToken(id, 'read'))).status).toBe(403)
    expect((await markAll(token)).status).toBe(204)
    expect((await list(token)).items.map(({ unread }) => unread)).toEqual([false, false])
  })
})

describe('the settings', () => {
  const patch = async (token: string, body: object) => {
    const response = await settings.PATCH(
      apiRequest('PATCH', '/api/notifications/settings', { token, body }),
      none,
    )
    return { status: response.status, body: await response.json() }
  }

  test('are read and changed one by one', async () => {
    const { token } = await anApiUser()
    const request = apiRequest('GET', '/api/notifications/settings', { token })
    const before = await (await settings.GET(request, none)).json()
    expect(before).toEqual({ kinds: ['reply', 'mention', 'like', 'follow', 'export'], digest: 'never' })
    expect((await patch(token, { kinds: ['like', 'reply'] })).body).toEqual({
      kinds: ['reply', 'like'],
      digest: 'never',
    })
    expect((await patch(token, { digest: 'weekly' })).body).toEqual({
      kinds: ['reply', 'like'],
      digest: 'weekly',
    })
  })

  test.each([{ kinds: ['message'] }, { kinds: 'like' }, { digest: 'hourly' }])(
    'are refused as %j',
    async (body) => {
      expect((await patch((await anApiUser()).token, body)).status).toBe(400)
    },
  )
})
