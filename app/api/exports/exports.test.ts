import { beforeEach, describe, expect, test } from 'vitest'
import { respondWithExport } from '@/lib/api/export-download'
import { resetLimits } from '@/lib/rate-limit/rate-limit'
import { anApiUser, aPersonalToken, apiRequest } from '@/lib/testing/api'
import { runExports } from '@/lib/testing/exports'
import { aPost, viewerOf } from '@/lib/testing/factories'
import { GET, HEAD } from './[export]/file/route'
import * as one from './[export]/route'
import * as exports from './route'

beforeEach(resetLimits)

const none = { params: Promise.resolve({}) }
const context = (id: string) => ({ params: Promise.resolve({ export: id }) })

async function start(token: string, kind: string) {
  const response = await exports.POST(apiRequest('POST', '/api/exports', { token, body: { kind } }), none)
  return { status: response.status, location: response.headers.get('location'), body: await response.json() }
}

const read = async (token: string, id: string) => {
  const response = await one.GET(apiRequest('GET', `/api/exports/${id}`, { token }), context(id))
  return { status: response.status, body: await response.json() }
}

const methods = { GET, HEAD }
const download = (token: string, id: string, method: keyof typeof methods = 'GET') =>
  methods[method](apiRequest(method, `/api/exports/${id}/file`, { token }), context(id))

describe('an export', () => {
  test('is started, has a state, and is downloaded by its owner only [EXP-01]', async () => {
    const { id: userId, token } = await anApiUser()
    await aPost(await viewerOf(userId), 'Herons')
    const { status, location, body } = await start(token, 'posts')
    expect([status, location]).toEqual([201, body._links.self])
    expect(body).toMatchObject({ kind: 'posts', state: 'queued', percent: 0, size: null, expires_at: null })
    expect((await download(token, body.id)).status).toBe(404)
    await runExports()
    const ready = await read(token, body.id)
    expect(ready.body).toMatchObject({ state: 'ready', percent: 100, size: expect.any(Number) })
    const list = await exports.GET(apiRequest('GET', '/api/exports', { token }), none)
    expect(await list.json()).toEqual({ items: [ready.body] })

    const head = await download(token, body.id, 'HEAD')
    expect(head.headers.get('content-length')).toBe(String(ready.body.size))
    const response = await download(token, body.id)
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="posts.json"')
    expect(await response.json()).toMatchObject({ posts: [{ body: 'Herons' }] })

    const other = await anApiUser()
    expect((await read(other.token, body.id)).status).toBe(404)
    expect((await download(other.token, body.id)).status).toBe(404)
    for (const id of ['\0', 'none']) {
      expect((await read(token, id)).status).toBe(404)
      expect((await download(token, id)).status).toBe(404)
      expect((await respondWithExport(await viewerOf(userId), id)).status).toBe(404)
    }
  })

  test('is refused while another one is unfinished [EXP-02]', async () => {
    const { token } = await anApiUser()
    expect((await start(token, 'archive')).status).toBe(201)
    expect(await start(token, 'posts')).toMatchObject({
      status: 409,
      body: { error: 'Conflict', message: 'Wait until your other export has ended.' },
    })
  })

  test('needs a token that was made with the password, and an archive the scope messages [SEC-19]', async () => {
    const { id, token } = await anApiUser()
    const personal = await aPersonalToken(id, 'read write')
    expect((await start(personal, 'posts')).status).toBe(403)
    const { body } = await start(token, 'archive')
    await runExports()
    expect((await read(personal, body.id)).body.state).toBe('ready')
    const refused = await download(personal, body.id)
    expect([refused.status, (await refused.json()).message]).toEqual([
      403,
      'Archives contain messages. The token lacks the scope messages.',
    ])
    const response = await download(await aPersonalToken(id, 'read messages'), body.id)
    expect(response.headers.get('content-type')).toBe('application/zip')
    await response.body?.cancel()
  })

  test.each([{}, { kind: 'everything' }])('is refused as %j', async (body) => {
    const { token } = await anApiUser()
    const response = await exports.POST(apiRequest('POST', '/api/exports', { token, body }), none)
    expect(response.status).toBe(400)
  })
})
