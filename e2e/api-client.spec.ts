import { expect, test } from '@playwright/test'
import createClient from 'openapi-fetch'
import type { paths } from './generated/api-types'
import { newMember } from './members'
import { origin, password } from './plain-http'

/** A typed client with a token of a member. */
async function clientOf(username: string) {
  const guest = createClient<paths>({ baseUrl: origin() })
  const Authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  const { data } = await guest.POST('/api/tokens', { headers: { Authorization } })
  return createClient<paths>({ baseUrl: origin(), headers: { Authorization: `Bearer ${data?.token}` } })
}

test('a client generated from the OpenAPI document writes, reads, likes, follows and sends messages [TOK-01, TOK-02]', async () => {
  const [ann, bob] = [newMember(), newMember()]
  const [annClient, bobClient] = [await clientOf(ann.username), await clientOf(bob.username)]

  const written = await annClient.POST('/api/posts', { body: { body: 'Herons! #client' } })
  expect([written.response.status, written.data?.author.username]).toEqual([201, ann.username])
  const id = written.data?.id ?? 0
  const author = { params: { path: { id: written.data?.author.id ?? 0 } } }

  expect((await bobClient.PUT('/api/users/{id}/follow', author)).data).toMatchObject({ following: true })
  const home = await bobClient.GET('/api/timelines/home', { params: { query: { limit: 5 } } })
  expect(home.data?.items.map((post) => post.id)).toEqual([id])

  const liked = await bobClient.PUT('/api/posts/{id}/like', { params: { path: { id } } })
  expect(liked.data).toMatchObject({ liked: true, like_count: 1 })
  const likers = await annClient.GET('/api/posts/{id}/likes', { params: { path: { id } } })
  expect(likers.data?.items.map(({ username }) => username)).toEqual([bob.username])

  const refused = await bobClient.PATCH('/api/posts/{id}', {
    params: { path: { id } },
    body: { body: 'Mine' },
  })
  expect([refused.response.status, refused.error]).toMatchObject([403, { error: 'Forbidden' }])
  const toBob = { params: { path: { id: likers.data?.items[0]?.id ?? 0 } } }
  const sent = await annClient.POST('/api/messages/{id}', { ...toBob, body: { body: 'See you at the pond' } })
  expect(sent.response.status).toBe(201)
  const received = await bobClient.GET('/api/messages/{id}', author)
  expect(received.data?.items.map(({ body }) => body)).toEqual(['See you at the pond'])

  expect((await bobClient.DELETE('/api/tokens')).response.status).toBe(204)
  expect((await bobClient.GET('/api/timelines/home')).response.status).toBe(401)
})
