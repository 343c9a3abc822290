import { beforeEach, describe, expect, test } from 'vitest'
import type { Handler } from '@/lib/api/rest/route'
import { deleteApiTokens } from '@/lib/api-tokens/mutations'
import { blockUser } from '@/lib/blocks/mutations'
import { transaction } from '@/lib/db/db'
import { sendMessage } from '@/lib/messages/mutations'
import { suspendMember } from '@/lib/moderation/mutations'
import { resetLimits, spend } from '@/lib/rate-limit/rate-limit'
import { openSession } from '@/lib/sessions/mutations'
import { requestDeletion } from '@/lib/testing/account-deletion'
import { anApiUser, aPersonalToken, apiRequest } from '@/lib/testing/api'
import { testClient, viewerOf } from '@/lib/testing/factories'
import * as read from './[id]/read/route'
import * as thread from './[id]/route'
import * as conversations from './route'

beforeEach(resetLimits)

type Options = { id?: number; query?: string; body?: unknown; headers?: Record<string, string> }

async function call(handler: Handler, token: string, { id = 0, query = '', body, headers }: Options = {}) {
  const method = body ? 'POST' : 'GET'
  const request = apiRequest(method, `/api/messages/${id}${query}`, {
    token,
    body,
    ...(headers && { headers }),
  })
  const response = await handler(request, { params: Promise.resolve({ id: String(id) }) })
  return { status: response.status, link: response.headers.get('link'), body: await response.json() }
}

const send = (token: string, id: number, body: string, key?: string) =>
  call(thread.POST, token, { id, body: { body }, ...(key && { headers: { 'Idempotency-Key': key } }) })

describe('messages', () => {
  test('are sent, listed on both sides, and marked as read up to one of them [MSG-01, MSG-06]', async () => {
    const [ann, bob] = [await anApiUser(), await anApiUser()]
    const first = await send(ann.token, bob.id, ' hello \n')
    expect(first).toMatchObject({ status: 201, body: { sender_id: ann.id, body: 'hello' } })
    const second = await send(ann.token, bob.id, 'are you there?')
    expect((await call(thread.GET, bob.token, { id: ann.id })).body.items).toEqual([second.body, first.body])
    const inbox = await call(conversations.GET, bob.token)
    expect(inbox.body.items).toMatchObject([
      {
        partner: { id: ann.id, deleted: false },
        last_message: { excerpt: 'are you there?', sender_id: ann.id },
        unread_count: 2,
      },
    ])
    const marked = await call(read.PUT, bob.token, { id: ann.id, body: { up_to: first.body.id } })
    expect(marked.body).toEqual({ marked: 1 })
    expect((await call(conversations.GET, bob.token)).body.items[0].unread_count).toBe(1)
    expect((await call(conversations.GET, ann.token)).body.items[0].unread_count).toBe(0)
  })

  test('with a repeated Idempotency-Key are sent once, and another text is refused', async () => {
    const [ann, bob] = [await anApiUser(), await anApiUser()]
    const first = await send(ann.token, bob.id, 'hello', 'key-1')
    expect((await send(ann.token, bob.id, 'hello', 'key-1')).body).toEqual(first.body)
    expect((await send(ann.token, bob.id, 'other', 'key-1')).status).toBe(422)
    expect((await call(thread.GET, ann.token, { id: bob.id })).body.items).toHaveLength(1)
  })

  test('are paginated by links', async () => {
    const [ann, bob] = [await anApiUser(), await anApiUser()]
    const viewer = await viewerOf(ann.id)
    for (const body of ['1', '2', '3'])
      await sendMessage(viewer, { to: bob.username, body, submission: undefined })
    const first = await call(thread.GET, bob.token, { id: ann.id, query: '?limit=2' })
    expect(first.body.items.map(({ body }: { body: string }) => body)).toEqual(['3', '2'])
    const { next } = first.body._links
    expect(first.link).toBe(`<${next}>; rel="next"`)
    const second = await call(thread.GET, bob.token, { id: ann.id, query: next.slice(next.indexOf('?')) })
    expect(second.body.items.map(({ body }: { body: string }) => body)).toEqual(['1'])
  })

  test('of others are never returned; 404 for the own id and an unknown id [MSG-08]', async () => {
    const [ann, bob, eve] = [await anApiUser(), await anApiUser(), await anApiUser()]
    await send(ann.token, bob.id, 'for bob only')
    for (const id of [ann.id, bob.id])
      expect((await call(thread.GET, eve.token, { id })).body.items).toEqual([])
    expect((await call(conversations.GET, eve.token)).body.items).toEqual([])
    for (const id of [eve.id, 123_456]) {
      expect((await call(thread.GET, eve.token, { id })).status).toBe(404)
      expect((await send(eve.token, id, 'hello')).status).toBe(404)
    }
  })

  test('cannot be sent across a block; existing ones stay readable, also those of suspended members', async () => {
    const [ann, bob] = [await anApiUser(), await anApiUser()]
    await send(ann.token, bob.id, 'hello')
    await blockUser(await viewerOf(bob.id), ann.username)
    expect((await send(ann.token, bob.id, 'again')).status).toBe(403)
    expect((await call(thread.GET, bob.token, { id: ann.id })).body.items).toHaveLength(1)
    await suspendMember(ann.username)
    expect((await call(thread.GET, ann.token, { id: bob.id })).status).toBe(401)
    expect((await call(thread.GET, bob.token, { id: ann.id })).body.items).toHaveLength(1)
  })

  test('with a member who has requested account deletion stay readable, and none can be sent', async () => {
    const [ann, bob] = [await anApiUser(), await anApiUser()]
    await send(bob.token, ann.id, 'hello')
    await requestDeletion(await viewerOf(bob.id))
    const [conversation] = (await call(conversations.GET, ann.token)).body.items
    expect(conversation.partner).toMatchObject({ id: bob.id, username: `deleted_${bob.id}`, deleted: true })
    expect(JSON.stringify(conversation)).not.toContain(bob.username)
    expect((await call(thread.GET, ann.token, { id: bob.id })).body.items).toHaveLength(1)
    expect((await send(ann.token, bob.id, 'are you there?')).status).toBe(404)
    expect((await call(read.PUT, ann.token, { id: bob.id, body: { up_to: 1 } })).body).toEqual({ marked: 0 })
  })

  test('are limited to 300 in five minutes', async () => {
    const [ann, bob] = [await anApiUser(), await anApiUser()]
    for (let count = 0; count < 300; count++) await spend('message', String(ann.id))
    expect((await send(ann.token, bob.id, 'hello')).status).toBe(429)
  })

  test('need a valid token; a session cookie is not enough [TOK-06]', async () => {
    const [ann, bob] = [await anApiUser(), await anApiUser()]
    const cookie = `roost.session=${await openSession(ann.id, false, testClient)}`
    const request = apiRequest('POST', `/api/messages/${bob.id}`, {
      body: { body: 'x' },
      headers: { cookie },
    })
    const context = { params: Promise.resolve({ id: String(bob.id) }) }
    expect((await thread.POST(request, context)).status).toBe(401)
    await transaction((tx) => deleteApiTokens(tx, ann.id))
    expect((await send(ann.token, bob.id, 'hello')).status).toBe(401)
    expect((await call(conversations.GET, bob.token)).body.items).toEqual([])
  })

  test('need the scope messages', async () => {
    const [ann, bob] = [await anApiUser(), await anApiUser()]
    const token = await aPersonalToken(ann.id, 'read write')
    for (const response of [
      await call(conversations.GET, token),
      await call(thread.GET, token, { id: bob.id }),
      await send(token, bob.id, 'hello'),
    ])
      expect(response).toMatchObject({
        status: 403,
        body: { message: 'The token lacks the scope messages.' },
      })
    const allowed = await aPersonalToken(ann.id, 'read messages')
    expect((await send(allowed, bob.id, 'hello')).status).toBe(201)
  })
})
