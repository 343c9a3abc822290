import { beforeEach, describe, expect, test } from 'vitest'
import { postJson } from '@/lib/api/posts/post-json'
import { blockUser } from '@/lib/blocks/mutations'
import { db } from '@/lib/db/db'
import { resetLimits } from '@/lib/rate-limit/rate-limit'
import { anApiUser, aPersonalToken, apiRequest } from '@/lib/testing/api'
import { aPost, viewerOf } from '@/lib/testing/factories'
import * as restore from './[id]/restore/route'
import * as post from './[id]/route'
import * as versions from './[id]/versions/route'
import * as posts from './route'

beforeEach(resetLimits)

type Options = Parameters<typeof apiRequest>[2]
const context = (id: number) => ({ params: Promise.resolve({ id: String(id) }) })

async function create(token: string, body: unknown, headers = {}) {
  const response = await posts.POST(apiRequest('POST', '/api/posts', { token, body, headers }), context(0))
  return { status: response.status, headers: response.headers, body: await response.json() }
}

const read = (id: number, options: Options) =>
  post.GET(apiRequest('GET', `/api/posts/${id}`, options), context(id))
const edit = (id: number, options: Options) =>
  post.PATCH(apiRequest('PATCH', `/api/posts/${id}`, options), context(id))
const remove = (id: number, options: Options) =>
  post.DELETE(apiRequest('DELETE', `/api/posts/${id}`, options), context(id))

describe('a new post', () => {
  test('is returned with its address', async () => {
    const { id, token } = await anApiUser({ username: 'ann' })
    const { status, headers, body } = await create(token, { body: ' Herons #birds ' })
    expect(status).toBe(201)
    expect(postJson.strict().parse(body)).toMatchObject({
      body: 'Herons #birds',
      author: { id, username: 'ann' },
      reply_to: null,
      conversation_id: body.id,
    })
    expect(headers.get('location')).toBe(`/api/posts/${body.id}`)
    const found = await read(body.id, { token })
    expect([found.headers.get('etag'), await found.json()]).toEqual([headers.get('etag'), body])
  })

  test('can be a reply', async () => {
    const [ann, bob] = [await anApiUser(), await anApiUser()]
    const root = await create(ann.token, { body: 'Root' })
    const reply = await create(bob.token, { body: 'Reply', reply_to: root.body.id })
    expect(reply.body).toMatchObject({
      reply_to: { id: root.body.id, username: ann.username },
      conversation_id: root.body.id,
    })
    expect((await create(bob.token, { body: 'Reply', reply_to: 999_999 })).status).toBe(404)
  })

  test.each([
    [{}, 'body: Write something first.'],
    [{ body: '' }, 'body: Write something first.'],
    [{ body: 7 }, 'body: Write something first.'],
    [{ body: 'x'.repeat(281) }, /^body: .*280/],
    [{ body: 'Hi', reply_to: '7' }, /^reply_to: Expected number/],
    [{ body: 'Hi', reply_to: 2 ** 31 }, /^reply_to: /],
  ])('with %j is refused with a reason', async (input, message) => {
    const { token } = await anApiUser()
    const { status, body } = await create(token, input)
    expect(status).toBe(400)
    expect(body.message).toMatch(message)
    expect(await db.post.count()).toBe(0)
  })

  test('needs the scope write', async () => {
    const { id } = await anApiUser()
    expect((await create(await aPersonalToken(id, 'read'), { body: 'Hi' })).status).toBe(403)
  })
})

describe('Idempotency-Key', () => {
  test('makes a repeated request return the first post', async () => {
    const { token } = await anApiUser()
    const key = { 'idempotency-key': '"8e03978e-40d5"' }
    const first = await create(token, { body: 'Once' }, key)
    const again = await create(token, { body: 'Once' }, { 'idempotency-key': '8e03978e-40d5' })
    expect([again.status, again.body.id]).toEqual([201, first.body.id])
    expect(await db.post.count()).toBe(1)
    const bob = await anApiUser()
    expect((await create(bob.token, { body: 'Once' }, key)).body.id).not.toBe(first.body.id)
  })

  test('cannot be used for another text', async () => {
    const { token } = await anApiUser()
    await create(token, { body: 'One' }, { 'idempotency-key': 'k' })
    const { status, body } = await create(token, { body: 'Two' }, { 'idempotency-key': 'k' })
    expect([status, body.error]).toEqual([422, 'Unprocessable Entity'])
  })

  test.each(['', 'x'.repeat(256), 'é'])('%j is refused', async (key) => {
    const { token } = await anApiUser()
    expect((await create(token, { body: 'Hi' }, { 'idempotency-key': key })).status).toBe(400)
  })
})

describe('reading a post', () => {
  test('again returns 304 until it changes', async () => {
    const { id, token } = await anApiUser()
    const created = await aPost(await viewerOf(id), 'First')
    const etag = (await read(created.id, { token })).headers.get('etag') ?? ''
    const again = await read(created.id, { token, headers: { 'if-none-match': `"x", W/${etag}` } })
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag])
    await edit(created.id, { token, body: { body: 'Second' } })
    expect((await read(created.id, { token, headers: { 'if-none-match': etag } })).status).toBe(200)
  })

  test('across a block returns 404 [SEC-18]', async () => {
    const [ann, bob] = [await anApiUser(), await anApiUser()]
    const { id } = await aPost(await viewerOf(ann.id))
    await blockUser(await viewerOf(ann.id), bob.username)
    expect((await read(id, { token: bob.token })).status).toBe(404)
  })

  test.each([0, -1, 1.5, 99_999_999_999])('with the id %d is not found', async (id) => {
    const { token } = await anApiUser()
    expect((await read(id, { token })).status).toBe(404)
  })
})

describe('editing a post', () => {
  test('changes its text and keeps the earlier version', async () => {
    const { id, token } = await anApiUser()
    const created = await aPost(await viewerOf(id), 'First')
    const response = await edit(created.id, { token, body: { body: 'Second' } })
    expect(await response.json()).toMatchObject({ body: 'Second', edited_at: expect.any(String) })
    const request = apiRequest('GET', `/api/posts/${created.id}/versions`, { token })
    const history = await (await versions.GET(request, context(created.id))).json()
    expect(history.items.map((item: { body: string }) => item.body)).toEqual(['Second', 'First'])
  })

  test('with If-Match fails after another edit, and not after a like', async () => {
    const { id, token } = await anApiUser()
    const ann = await viewerOf(id)
    const created = await aPost(ann, 'First')
    const etag = (await read(created.id, { token })).headers.get('etag') ?? ''
    await db.$executeRaw`UPDATE posts SET like_count = 1 WHERE id = ${created.id}`
    const second = await edit(created.id, { token, body: { body: 'Second' }, headers: { 'if-match': etag } })
    expect(second.status).toBe(200)
    const third = await edit(created.id, { token, body: { body: 'Third' }, headers: { 'if-match': etag } })
    expect(third.status).toBe(412)
    const next = second.headers.get('etag') ?? ''
    const fourth = await edit(created.id, { token, body: { body: 'Fourth' }, headers: { 'if-match': next } })
    expect((await fourth.json()).body).toBe('Fourth')
  })

  test('of another member is forbidden', async () => {
    const [ann, bob] = [await anApiUser(), await anApiUser()]
    const { id } = await aPost(await viewerOf(ann.id))
    expect((await edit(id, { token: bob.token, body: { body: 'Mine' } })).status).toBe(403)
    expect((await remove(id, { token: bob.token })).status).toBe(403)
  })
})

test('a deleted post can be restored', async () => {
  const { id, token } = await anApiUser()
  const created = await aPost(await viewerOf(id), 'Back again')
  expect((await remove(created.id, { token })).status).toBe(204)
  expect((await read(created.id, { token })).status).toBe(404)
  const request = apiRequest('POST', `/api/posts/${created.id}/restore`, { token })
  const restored = await restore.POST(request, context(created.id))
  expect([restored.status, (await restored.json()).body]).toEqual([200, 'Back again'])
  expect((await read(created.id, { token })).status).toBe(200)
})

describe('a repeated Idempotency-Key', () => {
  const key = { 'idempotency-key': 'k' }

  test('returns a reply whose parent has been deleted since', async () => {
    const [ann, bob] = [await anApiUser(), await anApiUser()]
    const root = await aPost(await viewerOf(ann.id))
    const reply = { body: 'Reply', reply_to: root.id }
    const first = await create(bob.token, reply, key)
    await remove(root.id, { token: ann.token })
    const again = await create(bob.token, reply, key)
    expect([again.status, again.body.id]).toEqual([201, first.body.id])
  })

  test('of a deleted post with replies is refused', async () => {
    const [ann, bob] = [await anApiUser(), await anApiUser()]
    const { id } = (await create(ann.token, { body: 'First' }, key)).body
    await aPost(await viewerOf(bob.id), 'Reply', { replyTo: id })
    await remove(id, { token: ann.token })
    expect((await create(ann.token, { body: 'First' }, key)).status).toBe(422)
  })

  test('of a deleted post without replies creates another one, and the first can still be restored', async () => {
    const { token } = await anApiUser()
    const { id } = (await create(token, { body: 'First' }, key)).body
    await remove(id, { token })
    expect((await create(token, { body: 'First' }, key)).status).toBe(201)
    const response = await restore.POST(apiRequest('POST', '/api/posts/1/restore', { token }), context(id))
    expect(response.status).toBe(200)
    expect(await db.post.count()).toBe(2)
  })
})
