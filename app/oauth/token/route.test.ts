import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { findApiToken } from '@/lib/api-tokens/queries'
import { db, transaction } from '@/lib/db/db'
import { purgeGrants } from '@/lib/oauth-grants/mutations'
import { resetLimits } from '@/lib/rate-limit/rate-limit'
import { basic } from '@/lib/testing/api'
import { aViewer } from '@/lib/testing/factories'
import { aCode, anApp, appRequest, aVerifier } from '@/lib/testing/oauth'
import * as revoke from '../revoke/route'
import * as token from './route'

beforeEach(resetLimits)

type Form = Record<string, string>

async function post(form: Form | string, headers: Record<string, string> = {}) {
  const response = await token.POST(appRequest('/oauth/token', form, headers))
  return { status: response.status, headers: response.headers, data: await response.json() }
}

const refreshOf = (refreshToken: string, clientId: string): Form => ({
  grant_type: 'refresh_token',
  refresh_token: refreshToken,
  client_id: clientId,
})

const isLive = async (accessToken: string) => (await findApiToken(accessToken)) !== null

async function aGrant(scope = 'read write') {
  const [ann, app] = [await aViewer(), await anApp()]
  const form = await aCode(ann, app, { scope })
  const { data } = await post(form)
  return { ann, app, form, access: data.access_token as string, refresh: data.refresh_token as string }
}

test('tokens are stored as digests, and access tokens last one hour [TOK-05]', async () => {
  const { access, refresh, form } = await aGrant()
  expect(access).toMatch(/^roost_[0-9a-f]{64}$/)
  expect(refresh).toMatch(/^roost_refresh_[0-9a-f]{64}$/)
  const [row] = await db.apiToken.findMany()
  expect(row).toMatchObject({ kind: 'oauth', scopes: 'read write' })
  expect(row?.tokenHash).toBe(createHash('sha256').update(access).digest('hex'))
  expect(Math.round(((row?.expiresAt.getTime() ?? 0) - Date.now()) / 60_000)).toBe(60)
  const stored = JSON.stringify([await db.oAuthGrant.findMany(), await db.oAuthRefreshToken.findMany()])
  for (const secret of [refresh, form.code]) expect(stored).not.toContain(secret?.slice(-64))
})

test('responses are never stored, and scripts of every site can read them', async () => {
  const { headers } = await post({ grant_type: 'authorization_code' })
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('access-control-allow-origin')).toBe('*')
  expect(
    (await token.OPTIONS(appRequest('/oauth/token', ''))).headers.get('access-control-allow-headers'),
  ).toBe('Authorization, Content-Type')
})

describe('a code', () => {
  test('that is used twice ends the grant [SEC-20]', async () => {
    const { form, access, refresh, app } = await aGrant()
    expect((await post(form)).data.error).toBe('invalid_grant')
    expect(await isLive(access)).toBe(false)
    expect((await post(refreshOf(refresh, app.clientId))).data.error).toBe('invalid_grant')
    expect(await db.oAuthGrant.count()).toBe(0)
  })

  test('is exchanged by one of ten concurrent requests, and the others end the grant', async () => {
    const form = await aCode(await aViewer(), await anApp())
    const results = await Promise.all(Array.from({ length: 10 }, () => post(form)))
    const issued = results.filter(({ status }) => status === 200)
    expect(issued).toHaveLength(1)
    expect(await isLive(issued[0]?.data.access_token)).toBe(false)
  })

  test('expires after a minute', async () => {
    const form = await aCode(await aViewer(), await anApp())
    const { codeExpiresAt } = await db.oAuthGrant.findFirstOrThrow()
    expect(codeExpiresAt.getTime() - Date.now()).toBeLessThanOrEqual(60_000)
    await transaction((tx) => tx.oAuthGrant.updateMany({ data: { codeExpiresAt: new Date(Date.now() - 1) } }))
    expect((await post(form)).data.error).toBe('invalid_grant')
  })

  test.each<[string, Form]>([
    ['another verifier', { code_verifier: aVerifier().verifier }],
    ['no verifier', { code_verifier: '' }],
    ['another redirect URI', { redirect_uri: 'https://app.example/callback/' }],
  ])('is used up by a request with %s [SEC-20]', async (_, change) => {
    const form = await aCode(await aViewer(), await anApp())
    const refused = await post({ ...form, ...change })
    expect(refused.status).toBe(400)
    expect(refused.data).not.toHaveProperty('access_token')
    expect((await post(form)).data.error).toBe('invalid_grant')
  })

  test('cannot be used by another app, and stays valid', async () => {
    const form = await aCode(await aViewer(), await anApp())
    const other = await anApp()
    expect((await post({ ...form, client_id: other.clientId })).data.error).toBe('invalid_grant')
    expect((await post(form)).status).toBe(200)
  })

  test('is exchanged without the redirect URI, as in OAuth 2.1', async () => {
    const form = await aCode(await aViewer(), await anApp())
    expect((await post({ ...form, redirect_uri: '' })).status).toBe(200)
  })
})

describe('a refresh token', () => {
  test('is replaced at each use, and a second use ends the grant [SEC-20]', async () => {
    const { app, refresh } = await aGrant()
    const second = await post(refreshOf(refresh, app.clientId))
    expect(second.status).toBe(200)
    expect((await post(refreshOf(refresh, app.clientId))).data.error).toBe('invalid_grant')
    expect(await isLive(second.data.access_token)).toBe(false)
    expect((await post(refreshOf(second.data.refresh_token, app.clientId))).data.error).toBe('invalid_grant')
  })

  test('works for one of ten concurrent requests', async () => {
    const { app, refresh } = await aGrant()
    const results = await Promise.all(
      Array.from({ length: 10 }, () => post(refreshOf(refresh, app.clientId))),
    )
    expect(results.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test('cannot be used by another app, and stays valid', async () => {
    const { app, refresh } = await aGrant()
    const other = await anApp()
    expect((await post(refreshOf(refresh, other.clientId))).data.error).toBe('invalid_grant')
    expect((await post(refreshOf(refresh, app.clientId))).status).toBe(200)
  })

  test('can be used for fewer scopes but not for more, and stays valid after a refused scope', async () => {
    const { app, refresh } = await aGrant()
    const more = await post({ ...refreshOf(refresh, app.clientId), scope: 'read messages' })
    expect(more.data.error).toBe('invalid_scope')
    const less = await post({ ...refreshOf(refresh, app.clientId), scope: 'read' })
    expect(less.data.scope).toBe('read')
    const again = await post(refreshOf(less.data.refresh_token, app.clientId))
    expect(again.data.scope).toBe('read write')
  })

  test('expires after thirty days without use, with its grant', async () => {
    const { app, refresh } = await aGrant()
    const later = new Date(Date.now() + 30 * 24 * 3_600_000 + 1000)
    await transaction((tx) => tx.oAuthRefreshToken.updateMany({ data: { expiresAt: new Date() } }))
    expect((await post(refreshOf(refresh, app.clientId))).data.error).toBe('invalid_grant')
    expect(await purgeGrants(new Date())).toBe(0)
    expect(await purgeGrants(later)).toBe(1)
    expect(await db.apiToken.count()).toBe(0)
  })
})

describe('a confidential app', () => {
  test.each<[string, (secret: string, clientId: string) => [Form, Record<string, string>?]]>([
    ['no secret', () => [{ client_secret: '' }]],
    ['a wrong secret', (secret) => [{ client_secret: secret.replace(/.$/, (c) => (c === '0' ? '1' : '0')) }]],
    ['a wrong secret by Basic', (_, id) => [{ client_secret: '' }, basic(id, 'wrong')]],
    ['a malformed escape', (_, id) => [{ client_secret: '' }, basic(id, '%')]],
    ['a Bearer token', () => [{ client_secret: '' }, { authorization: 'Bearer x' }]],
  ])('is refused with %s, and the code stays valid', async (_, change) => {
    const app = await anApp({ confidential: 'on' })
    const form = await aCode(await aViewer(), app)
    const [changed, headers] = change(app.secret ?? '', app.clientId)
    const refused = await post({ ...form, ...changed }, headers)
    expect([refused.status, refused.data.error]).toEqual([401, 'invalid_client'])
    expect(refused.headers.has('www-authenticate')).toBe(headers !== undefined)
    expect((await post(form)).status).toBe(200)
  })

  test('cannot authenticate in two ways at once', async () => {
    const app = await anApp({ confidential: 'on' })
    const form = await aCode(await aViewer(), app)
    expect((await post(form, basic(app.clientId, app.secret ?? ''))).data.error).toBe('invalid_request')
  })
})

test('a public app cannot send a secret', async () => {
  const form = await aCode(await aViewer(), await anApp())
  expect((await post({ ...form, client_secret: 'x' })).data.error).toBe('invalid_client')
})

describe('a request', () => {
  test.each<[string, (form: Form) => string, string]>([
    ['a repeated parameter', (form) => `${new URLSearchParams(form)}&code=x`, 'invalid_request'],
    ['no grant type', (form) => `${new URLSearchParams({ ...form, grant_type: '' })}`, 'invalid_request'],
    [
      'the password grant',
      (form) => `${new URLSearchParams({ ...form, grant_type: 'password' })}`,
      'unsupported_grant_type',
    ],
    ['no code', (form) => `${new URLSearchParams({ ...form, code: '' })}`, 'invalid_request'],
    ['NUL in the code', (form) => `${new URLSearchParams({ ...form, code: '\0' })}`, 'invalid_request'],
    ['an unknown app', (form) => `${new URLSearchParams({ ...form, client_id: 'x' })}`, 'invalid_client'],
  ])('with %s is refused', async (_, bodyOf, error) => {
    const { status, data } = await post(bodyOf(await aCode(await aViewer(), await anApp())))
    expect([data.error, status]).toEqual([error, error === 'invalid_client' ? 401 : 400])
  })

  test('with JSON or with more than 8 KiB is refused', async () => {
    expect((await post('{}', { 'content-type': 'application/json' })).status).toBe(400)
    expect((await post({ code: 'x'.repeat(9000) })).status).toBe(413)
  })

  test('is limited by address', async () => {
    for (let count = 0; count < 60; count++) expect((await post('')).status).not.toBe(429)
    const { status, headers } = await post('')
    expect(status).toBe(429)
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

describe('POST /oauth/revoke', () => {
  const send = (form: Form) => revoke.POST(appRequest('/oauth/revoke', form))

  test('ends an access token alone, and a refresh token with its grant', async () => {
    const { app, access, refresh } = await aGrant()
    expect((await send({ token: access, client_id: app.clientId })).status).toBe(200)
    expect(await isLive(access)).toBe(false)
    const { data } = await post(refreshOf(refresh, app.clientId))
    expect((await send({ token: data.refresh_token, client_id: app.clientId })).status).toBe(200)
    expect(await isLive(data.access_token)).toBe(false)
    expect(await db.oAuthGrant.count()).toBe(0)
  })

  test('changes nothing for an unknown token and for one of another app', async () => {
    const { access, refresh } = await aGrant()
    const { clientId } = await anApp()
    for (const unknown of [access, refresh, 'x', 'roost_refresh_0'])
      expect((await send({ token: unknown, client_id: clientId })).status).toBe(200)
    expect(await isLive(access)).toBe(true)
    expect((await send({ token: access, client_id: 'x' })).status).toBe(401)
    expect((await send({ client_id: clientId })).status).toBe(400)
  })
})
