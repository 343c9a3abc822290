import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { db, transaction } from '@/lib/db/db'
import { resetLimits, spend } from '@/lib/rate-limit/rate-limit'
import { openSession } from '@/lib/sessions/mutations'
import { findSession } from '@/lib/sessions/queries'
import { anApiUser, aPasswordToken, aPersonalToken, apiRequest, basic } from '@/lib/testing/api'
import { aUser, testPassword } from '@/lib/testing/factories'
import * as followed from '../users/[id]/followed/route'
import * as followers from '../users/[id]/followers/route'
import * as following from '../users/[id]/following/route'
import * as user from '../users/[id]/route'
import * as users from '../users/route'
import * as tokens from './route'

beforeEach(resetLimits)

const emptyContext = { params: Promise.resolve({}) }

async function create(headers: Record<string, string> = {}) {
  const response = await tokens.POST(apiRequest('POST', '/api/tokens', { headers }), emptyContext)
  return { status: response.status, headers: response.headers, data: await response.json() }
}

const read = (token: string | undefined, headers: Record<string, string> = {}) =>
  users.GET(apiRequest('GET', '/api/users', { ...(token && { token }), headers }), emptyContext)

describe('POST /api/tokens', () => {
  test('returns a token for a name or an address with the password [TOK-01]', async () => {
    const { username, email } = await aUser()
    for (const name of [username, email, username.toUpperCase()]) {
      const { status, data } = await create(basic(name, testPassword))
      expect(status).toBe(200)
      expect((await read(data.token)).status).toBe(200)
    }
  })

  test.each<[string, Record<string, string>]>([
    ['no credentials', {}],
    ['a wrong password', basic('susan', 'wrong')],
    ['an unknown name', basic('nobody', testPassword)],
    ['an empty password', basic('susan', '')],
    ['no colon', { authorization: `Basic ${Buffer.from('susan').toString('base64')}` }],
    ['no base64', { authorization: 'Basic %%%' }],
    ['another scheme', { authorization: 'Bearer susan' }],
  ])('answers %s with 401 and a challenge [TOK-01]', async (_, headers) => {
    await aUser({ username: 'susan' })
    const { status, headers: answered, data } = await create(headers)
    expect([status, data.error]).toEqual([401, 'Unauthorized'])
    expect(answered.get('www-authenticate')).toMatch(/^Basic realm=/)
    expect(await db.apiToken.count()).toBe(0)
  })

  test('limits failures per account, like the log-in form [SEC-04]', async () => {
    await aUser({ username: 'susan' })
    for (let count = 0; count < 10; count++) expect((await create(basic('susan', 'wrong'))).status).toBe(401)
    const { status, headers } = await create(basic('susan', testPassword))
    expect(status).toBe(429)
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  })

  test('refuses a banned user', async () => {
    const { id, username } = await aUser()
    await transaction((tx) => tx.user.update({ where: { id }, data: { bannedAt: new Date() } }))
    expect((await create(basic(username, testPassword))).status).toBe(403)
  })

  test('returns a new token of one hour each time [TOK-03]', async () => {
    const { username } = await aUser()
    const made = [await create(basic(username, testPassword)), await create(basic(username, testPassword))]
    expect(made[0]?.data.token).not.toBe(made[1]?.data.token)
    for (const { createdAt, expiresAt } of await db.apiToken.findMany()) {
      const lifetime = expiresAt.getTime() - createdAt.getTime()
      expect(Math.abs(lifetime - 3_600_000)).toBeLessThan(5000)
    }
  })

  test('stores the SHA-256 of 256 random bits after a prefix [TOK-05]', async () => {
    const { username } = await aUser()
    const { token } = (await create(basic(username, testPassword))).data
    expect(token).toMatch(/^roost_[0-9a-f]{64}$/)
    const rows = await db.apiToken.findMany()
    expect(rows[0]?.tokenHash).toBe(createHash('sha256').update(token).digest('hex'))
    expect(JSON.stringify(rows)).not.toContain(token.slice('roost_'.length))
  })
})

describe('a protected endpoint', () => {
  test('accepts a Bearer token, whose scheme ignores case [TOK-02]', async () => {
    const { token } = await anApiUser()
    expect((await read(token)).status).toBe(200)
    expect((await read(undefined, { authorization: `bearer ${token}` })).status).toBe(200)
  })

  test.each<[string, Record<string, string>]>([
    ['no token', {}],
    ['a wrong token', { authorization: `Bearer roost_${'0'.repeat(64)}` }],
    ['a malformed token', { authorization: 'Bearer x' }],
    ['Basic credentials', basic('susan', testPassword)],
  ])('answers %s with 401 and a challenge [TOK-02]', async (_, headers) => {
    await aUser({ username: 'susan' })
    const response = await read(undefined, headers)
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer realm=/)
    expect(await response.json()).toMatchObject({ error: 'Unauthorized' })
  })

  test('refuses an expired token and one of a banned user [TOK-02]', async () => {
    const [ann, bob] = [await anApiUser(), await anApiUser()]
    await transaction(async (tx) => {
      await tx.apiToken.updateMany({ where: { userId: ann.id }, data: { expiresAt: new Date() } })
      await tx.user.update({ where: { id: bob.id }, data: { bannedAt: new Date() } })
    })
    for (const { token } of [ann, bob]) {
      const response = await read(token)
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"')
    }
  })

  test('ignores a session cookie, and a token opens no session [TOK-06]', async () => {
    const { id, token } = await anApiUser()
    const session = await openSession(id, false, { ip: '192.0.2.1', userAgent: 'Test' })
    const response = await read(undefined, { cookie: `roost.session=${session}` })
    expect(response.status).toBe(401)
    const accepted = await read(token)
    expect([accepted.status, accepted.headers.get('set-cookie')]).toEqual([200, null])
    expect(await db.session.count()).toBe(1)
    expect(await findSession(token)).toBeNull()
  })

  test('returns what is left of the limit, and 429 beyond it', async () => {
    const { id, token } = await anApiUser()
    const first = await read(token)
    expect(first.headers.get('ratelimit-limit')).toBe('600')
    expect(first.headers.get('ratelimit-remaining')).toBe('599')
    expect(first.headers.get('ratelimit-policy')).toBe('"api";q=600;w=300')
    expect(first.headers.get('ratelimit')).toBe('"api";r=599;t=300')
    for (let count = 1; count < 600; count++) await spend('api', String(id))
    const limited = await read(token)
    expect(limited.status).toBe(429)
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

test('DELETE /api/tokens revokes the token of the request at once, and no other [TOK-04]', async () => {
  const { id, token } = await anApiUser()
  const other = await aPasswordToken(id)
  const response = await tokens.DELETE(apiRequest('DELETE', '/api/tokens', { token }), emptyContext)
  expect([response.status, await response.text()]).toEqual([204, ''])
  expect((await read(token)).status).toBe(401)
  expect((await read(other)).status).toBe(200)
  const again = await tokens.DELETE(apiRequest('DELETE', '/api/tokens', { token }), emptyContext)
  expect(again.status).toBe(401)
})

describe('every route', () => {
  const routes = [
    ['/api/users', users],
    ['/api/users/1', user],
    ['/api/users/1/followers', followers],
    ['/api/users/1/following', following],
    ['/api/users/1/followed', followed],
    ['/api/tokens', tokens],
  ] as const
  /** What a method needs: nothing, a token with a scope, or it is refused. */
  const needs: Record<string, string> = {
    'GET /api/users': 'read',
    'POST /api/users': 'nothing',
    'GET /api/users/1': 'read',
    'PUT /api/users/1': 'write',
    'GET /api/users/1/followers': 'read',
    'GET /api/users/1/following': 'read',
    'GET /api/users/1/followed': 'read',
    'POST /api/tokens': 'password',
    'DELETE /api/tokens': 'read',
  }
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
  const all = routes.flatMap(([path, route]) => methods.map((method) => ({ path, method, route })))

  test.each(all)(
    '$method $path needs its scope, or is not allowed [API-11]',
    async ({ path, method, route }) => {
      const id = (await aUser()).id
      const status = async (token?: string) => {
        const body = method === 'GET' || method === 'DELETE' ? undefined : {}
        const request = apiRequest(method, path.replace('/1', `/${id}`), { body, ...(token && { token }) })
        const handle = route[method] as typeof user.GET
        const response = await handle(request, { params: Promise.resolve({ id: String(id) }) })
        return response
      }
      const need = needs[`${method} ${path}`]
      const [none, reading, writing] = [
        await status(),
        await status(await aPersonalToken(id, 'read')),
        await status(await aPersonalToken(id, 'read write')),
      ]
      const found = [none.status, reading.status, writing.status]
      if (!need) {
        expect(found).toEqual([405, 405, 405])
        expect(none.headers.get('allow')).toContain('OPTIONS')
        expect(none.headers.get('allow')).not.toContain(method)
        expect(await none.json()).toMatchObject({ error: 'Method Not Allowed' })
      } else if (need === 'nothing') expect(found).toEqual([400, 400, 400])
      else if (need === 'password') expect(found).toEqual([401, 401, 401])
      else {
        expect(none.status).toBe(401)
        expect(reading.status === 403).toBe(need === 'write')
        if (need === 'write') expect(reading.headers.get('www-authenticate')).toContain('insufficient_scope')
        expect(writing.status).toBeLessThan(300)
      }
    },
  )
})
