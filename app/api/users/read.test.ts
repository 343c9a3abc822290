import { beforeEach, describe, expect, test } from 'vitest'
import type { Collection } from '@/lib/api/rest/collection'
import { type UserJson, userJson } from '@/lib/api/users/user-json'
import { blockUser, muteUser } from '@/lib/blocks/mutations'
import { transaction } from '@/lib/db/db'
import { followUser } from '@/lib/follows/mutations'
import { resetLimits } from '@/lib/rate-limit/rate-limit'
import { anApiUser, apiRequest } from '@/lib/testing/api'
import { aPost, aUser, viewerOf } from '@/lib/testing/factories'
import { GET as GET_FOLLOWED } from './[id]/followed/route'
import { GET as GET_FOLLOWERS } from './[id]/followers/route'
import { GET as GET_FOLLOWING } from './[id]/following/route'
import { GET as GET_USER } from './[id]/route'
import { GET as GET_USERS } from './route'

beforeEach(resetLimits)

const handlers = { followers: GET_FOLLOWERS, following: GET_FOLLOWING, followed: GET_FOLLOWED }

async function getUser(token: string, id: number | string) {
  const context = { params: Promise.resolve({ id: String(id) }) }
  const response = await GET_USER(apiRequest('GET', `/api/users/${id}`, { token }), context)
  return { status: response.status, body: await response.json() }
}

async function getFollows(token: string, id: number, kind: keyof typeof handlers, query = '') {
  const context = { params: Promise.resolve({ id: String(id) }) }
  const request = apiRequest('GET', `/api/users/${id}/${kind}${query}`, { token })
  return (await (await handlers[kind](request, context)).json()) as Collection<UserJson>
}

async function getUsers(token: string, query = '') {
  const response = await GET_USERS(apiRequest('GET', `/api/users${query}`, { token }), {
    params: Promise.resolve({}),
  })
  return (await response.json()) as Collection<UserJson>
}

const idsOf = ({ items }: Collection<UserJson>) => items.map(({ id }) => id)

describe('one user', () => {
  test('has public fields, counts and links [API-03, API-04]', async () => {
    const ann = await anApiUser({ username: 'ann', email: 'hidden@example.com', aboutMe: 'Birds' })
    const bob = await viewerOf((await aUser()).id)
    await followUser(bob, 'ann')
    await aPost(await viewerOf(ann.id))
    const { status, body } = await getUser(ann.token, ann.id)
    expect(status).toBe(200)
    expect(userJson.strict().parse(body)).toMatchObject({
      id: ann.id,
      username: 'ann',
      about_me: 'Birds',
      post_count: 1,
      follower_count: 1,
      following_count: 0,
      _links: {
        self: `/api/users/${ann.id}`,
        followers: `/api/users/${ann.id}/followers`,
        following: `/api/users/${ann.id}/following`,
        avatar: `/avatars/${ann.id}.svg`,
      },
    })
    expect(body.last_seen).toMatch(/Z$/)
    expect(JSON.stringify(body)).not.toMatch(/hidden@example\.com|\$2[ab]\$/)
  })

  test.each(['999999', '0', '-1', '1.5', 'ann', '99999999999', '1%00'])(
    'with the id %s is not found [API-03]',
    async (id) => {
      const { token } = await anApiUser({ username: 'ann' })
      expect(await getUser(token, id)).toEqual({ status: 404, body: { error: 'Not Found' } })
    },
  )
})

describe('a collection', () => {
  test('has items, page data and links to its neighbours, null at the ends [API-06]', async () => {
    const { token } = await anApiUser()
    for (let count = 1; count < 5; count++) await aUser()
    const first = await getUsers(token, '?page=1&per_page=2')
    expect(first._meta).toEqual({ page: 1, per_page: 2, total_pages: 3, total_items: 5 })
    expect(first._links).toEqual({
      self: '/api/users?page=1&per_page=2',
      next: '/api/users?page=2&per_page=2',
      prev: null,
    })
    for (const item of first.items) userJson.strict().parse(item)
    expect((await getUsers(token, '?page=2&per_page=2'))._links).toMatchObject({
      next: '/api/users?page=3&per_page=2',
      prev: '/api/users?page=1&per_page=2',
    })
    const last = await getUsers(token, '?page=3&per_page=2')
    expect([last.items.length, last._links.next]).toEqual([1, null])
    const beyond = await getUsers(token, '?page=99999999999999&per_page=2')
    expect([beyond.items, beyond._links.next, beyond._links.prev]).toEqual([
      [],
      null,
      '/api/users?page=3&per_page=2',
    ])
  })

  test.each([
    ['', 1, 10],
    ['?page=0&per_page=0', 1, 10],
    ['?page=-1&per_page=-5', 1, 10],
    ['?page=x&per_page=ten', 1, 10],
    ['?page=1.5&per_page=1e2', 1, 10],
    ['?page=&per_page=', 1, 10],
    ['?page=2&per_page=5', 2, 5],
    ['?per_page=100', 1, 100],
    ['?per_page=101', 1, 100],
    ['?per_page=999999999999', 1, 100],
  ])('with the query %j shows page %i of %i [API-07]', async (query, page, perPage) => {
    const { token } = await anApiUser()
    const { _meta, _links } = await getUsers(token, query)
    expect(_meta).toMatchObject({ page, per_page: perPage })
    expect(_links.self).toBe(`/api/users?page=${page}&per_page=${perPage}`)
  })

  test('is ordered by id, whatever the order of the follows [API-08]', async () => {
    const { id, username, token } = await anApiUser()
    const others = [await aUser(), await aUser(), await aUser()]
    for (const other of [others[2], others[0], others[1]]) {
      const viewer = await viewerOf(other?.id ?? 0)
      await followUser(viewer, username)
      await followUser(await viewerOf(id), viewer.username)
    }
    const ids = others.map((other) => other.id)
    expect(idsOf(await getFollows(token, id, 'followers'))).toEqual(ids)
    expect(idsOf(await getFollows(token, id, 'following'))).toEqual(ids)
    expect(idsOf(await getUsers(token))).toEqual([id, ...ids])
  })

  test('of followed users has the alias "followed" [API-05]', async () => {
    const { id, token } = await anApiUser()
    const bob = await aUser()
    await followUser(await viewerOf(id), bob.username)
    const following = await getFollows(token, id, 'following')
    expect(idsOf(following)).toEqual([bob.id])
    expect(following._links.self).toBe(`/api/users/${id}/following?page=1&per_page=10`)
    expect(await getFollows(token, id, 'followed')).toEqual(following)
    expect(idsOf(await getFollows(token, bob.id, 'followers'))).toEqual([id])
  })

  test('of a user who does not exist is not found', async () => {
    const { token } = await anApiUser()
    for (const kind of ['followers', 'following', 'followed'] as const)
      expect(await getFollows(token, 999, kind)).toEqual({ error: 'Not Found' })
  })
})

test('hides blocked, muted and banned users as the pages do [SEC-18]', async () => {
  const [ann, bob, eve] = [await anApiUser(), await anApiUser(), await anApiUser()]
  for (const follower of [ann, bob]) await followUser(await viewerOf(follower.id), eve.username)
  const everyone = [ann.id, bob.id, eve.id]
  await muteUser(await viewerOf(ann.id), bob.username)
  expect(idsOf(await getUsers(ann.token))).toEqual([ann.id, eve.id])
  expect(idsOf(await getFollows(ann.token, eve.id, 'followers'))).toEqual([ann.id, bob.id])
  expect(idsOf(await getUsers(bob.token))).toEqual(everyone)
  await blockUser(await viewerOf(ann.id), bob.username)
  for (const [one, other] of [
    [ann, bob],
    [bob, ann],
  ] as const) {
    const users = await getUsers(one.token)
    expect([idsOf(users), users._meta.total_items]).toEqual([[one.id, eve.id].sort((a, b) => a - b), 2])
    expect(idsOf(await getFollows(one.token, eve.id, 'followers'))).toEqual([one.id])
    expect(idsOf(await getFollows(one.token, other.id, 'following'))).toEqual([])
    expect((await getUser(one.token, other.id)).status).toBe(200)
  }
  await transaction((tx) => tx.user.update({ where: { id: ann.id }, data: { bannedAt: new Date() } }))
  expect(idsOf(await getUsers(eve.token))).toEqual([bob.id, eve.id])
})
