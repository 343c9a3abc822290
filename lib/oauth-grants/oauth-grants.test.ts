import { beforeEach, describe, expect, test } from 'vitest'
import { cancelAccountDeletion, requestAccountDeletion } from '../account-deletion/mutations'
import { recordUse } from '../api-tokens/mutations'
import { findApiToken } from '../api-tokens/queries'
import { db, transaction } from '../db/db'
import { limits } from '../limits'
import { suspendMember } from '../moderation/mutations'
import { issueTokens } from '../oauth-tokens/mutations'
import { resetLimits } from '../rate-limit/rate-limit'
import { changePassword, revokeSessions } from '../sessions/mutations'
import { apiOrigin } from '../testing/api'
import { aViewer, testPassword, viewerOf } from '../testing/factories'
import { emptyMailbox, sendMails } from '../testing/mails'
import { aCode, anApp, aVerifier, check, redirectUri, requestOf } from '../testing/oauth'
import type { Viewer } from '../viewer'
import { allowApp, deleteApp, denyApp, revokeAuthorizedApp } from './mutations'
import { findGrantedScopes, listAuthorizedApps } from './queries'

beforeEach(resetLimits)
beforeEach(emptyMailbox)

const { challenge } = aVerifier()

async function aToken(viewer: Viewer, app: Awaited<ReturnType<typeof anApp>>, change = {}): Promise<string> {
  return (await issueTokens(await aCode(viewer, app, change), { clientId: app.clientId })).access_token
}

const isLive = async (token: string) => (await findApiToken(token)) !== null

describe('an authorisation request', () => {
  test('is valid with a registered redirect URI and PKCE', async () => {
    const { clientId } = await anApp()
    expect(await check(requestOf(clientId, challenge))).toMatchObject({
      kind: 'valid',
      request: { redirectUri, scopes: ['read', 'write'], state: 'the state', app: { name: 'Example' } },
    })
    const plain = await check(requestOf(clientId, challenge, { scope: '', state: '' }))
    expect(plain).toMatchObject({ kind: 'valid', request: { scopes: ['read'], state: undefined } })
  })

  test.each<[string, Record<string, string | string[]>, string]>([
    ['an unknown app', { client_id: '0'.repeat(32) }, 'app'],
    ['no app', { client_id: '' }, 'app'],
    ['another redirect URI', { redirect_uri: 'https://evil.example/callback' }, 'redirect'],
    ['a longer redirect URI', { redirect_uri: `${redirectUri}.evil.example` }, 'redirect'],
    ['no redirect URI', { redirect_uri: '' }, 'redirect'],
    ['two redirect URIs', { redirect_uri: [redirectUri, 'https://evil.example/'] }, 'malformed'],
    ['two apps', { client_id: ['a', 'b'] }, 'malformed'],
    ['too long a state', { state: 'x'.repeat(2000) }, 'malformed'],
  ])('with %s redirects nowhere [SEC-20]', async (_, change, reason) => {
    const { clientId } = await anApp()
    const found = await check({ ...requestOf(clientId, challenge), ...change })
    expect(found).toEqual({ kind: 'untrusted', reason })
  })

  test.each<[string, Record<string, string | string[]>, string]>([
    ['no challenge', { code_challenge: '' }, 'invalid_request'],
    ['the method plain', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['no method, which means plain', { code_challenge_method: '' }, 'invalid_request'],
    ['a challenge that is no digest', { code_challenge: 'x'.repeat(44) }, 'invalid_request'],
    ['two challenges', { code_challenge: [challenge, challenge] }, 'invalid_request'],
    ['the implicit flow', { response_type: 'token' }, 'unsupported_response_type'],
    ['a hybrid flow', { response_type: 'code id_token' }, 'unsupported_response_type'],
    ['no response type', { response_type: '' }, 'invalid_request'],
    ['an answer in the fragment', { response_mode: 'fragment' }, 'invalid_request'],
    ['a request object', { request: 'eyJhbGciOiJub25lIn0.e30.' }, 'invalid_request'],
    ['the scope admin', { scope: 'read admin' }, 'invalid_scope'],
    ['an unknown scope', { scope: 'everything' }, 'invalid_scope'],
    ['a state with a line end', { state: 'a\nSet-Cookie: b' }, 'invalid_request'],
  ])('with %s is refused at the redirect URI [SEC-20]', async (_, change, error) => {
    const { clientId } = await anApp()
    const found = await check({ ...requestOf(clientId, challenge), ...change })
    if (found.kind !== 'refused') throw new Error(found.kind)
    const { origin, pathname, searchParams, hash } = new URL(found.redirectTo)
    expect([origin + pathname, hash]).toEqual([redirectUri, ''])
    expect([searchParams.get('error'), searchParams.get('iss')]).toEqual([error, apiOrigin])
    expect(searchParams.get('state')).toBe(change.state ?? 'the state')
    expect(searchParams.has('code')).toBe(false)
  })

  test('keeps the query of the redirect URI in every response', async () => {
    const uri = `${redirectUri}?from=a%20b`
    const app = await anApp({ redirectUris: uri })
    const found = await check(requestOf(app.clientId, challenge, { redirect_uri: uri }))
    if (found.kind !== 'valid') throw new Error(found.kind)
    const allowed = await allowApp(await aViewer(), found.request, apiOrigin)
    expect(allowed).toMatch(
      /^https:\/\/app\.example\/callback\?from=a%20b&code=roost_code_[0-9a-f]{64}&state=the\+state&iss=/,
    )
    expect(denyApp(found.request, apiOrigin)).toContain('?from=a%20b&error=access_denied&')
  })
})

describe('an app that was allowed', () => {
  test('is listed once, with its scopes and its last use', async () => {
    const [ann, app] = [await aViewer(), await anApp({ website: 'https://app.example/' })]
    const token = await aToken(ann, app)
    await aToken(ann, app, { scope: 'read' })
    const found = await findApiToken(token)
    const at = new Date(Date.now() + 60_000)
    if (found) await recordUse(found, at)
    expect(await listAuthorizedApps(ann)).toMatchObject([
      { name: 'Example', owner: app.owner.username, scopes: ['read', 'write'], lastUsedAt: at },
    ])
    expect(await listAuthorizedApps(app.owner)).toEqual([])
    const [{ appId } = { appId: 0 }] = await listAuthorizedApps(ann)
    expect(await findGrantedScopes(ann, appId)).toEqual(['read', 'write'])
  })

  test('is reported by mail, once for the same access [SEC-08]', async () => {
    const [ann, app] = [await aViewer({ username: 'ann' }), await anApp()]
    await aToken(ann, app)
    await aToken(ann, app)
    const [mail, ...rest] = await sendMails()
    expect(rest).toEqual([])
    expect(mail).toMatchObject({ to: 'ann@example.com', subject: 'An app has access to your account' })
    expect(mail?.text).toContain('The app Example was allowed to use the account ann.')
  })

  test('keeps its tokens when codes expire unused', async () => {
    const [ann, app] = [await aViewer(), await anApp()]
    const token = await aToken(ann, app)
    for (let count = 0; count < limits.oauthGrants.perApp; count++) {
      await aCode(ann, app)
      await transaction((tx) =>
        tx.oAuthGrant.updateMany({ where: { codeUsedAt: null }, data: { expiresAt: new Date() } }),
      )
    }
    expect(await isLive(token)).toBe(true)
  })

  test('has at most twenty authorisations of one member: the oldest ends', async () => {
    const [ann, app] = [await aViewer(), await anApp()]
    const first = await aToken(ann, app)
    for (let count = 0; count < 19; count++) await aCode(ann, app)
    expect(await isLive(first)).toBe(true)
    await aCode(ann, app)
    expect(await isLive(first)).toBe(false)
    expect(await db.oAuthGrant.count()).toBe(20)
  })

  test.each<
    [string, (ann: Viewer, app: Awaited<ReturnType<typeof anApp>>, appId: number) => Promise<unknown>]
  >([
    ['the member revokes it', (ann, _, appId) => revokeAuthorizedApp(ann, appId)],
    ['its owner deletes it', (_, { owner }, appId) => deleteApp(owner, appId)],
    ['the member is suspended', (ann) => suspendMember(ann.username)],
    ['its owner is suspended', (_, { owner }) => suspendMember(owner.username)],
    ['the member requests the deletion of the account', (ann) => requestAccountDeletion(ann, testPassword)],
    [
      'its owner requests the deletion of the account',
      (_, { owner }) => requestAccountDeletion(owner, testPassword),
    ],
    [
      'the member changes the password',
      (ann) =>
        changePassword(ann, {
          current: testPassword,
          password: 'five small wrens',
          repeat: 'five small wrens',
        }),
    ],
  ])('loses its access when %s [SEC-13]', async (_, end) => {
    const [ann, bob, app] = [await aViewer(), await aViewer(), await anApp()]
    const other = await aToken(bob, await anApp())
    const token = await aToken(ann, app)
    const { id } = await db.oAuthApp.findFirstOrThrow({ where: { clientId: app.clientId } })
    await end(ann, app, id)
    expect(await isLive(token)).toBe(false)
    expect(await db.oAuthGrant.count({ where: { appId: id } })).toBe(0)
    expect(await isLive(other)).toBe(true)
  })

  test('keeps its access when the member logs out, here and everywhere else', async () => {
    const [ann, app] = [await aViewer(), await anApp()]
    const token = await aToken(ann, app)
    await revokeSessions(await viewerOf(ann.id), { session: 'others' })
    expect(await isLive(token)).toBe(true)
  })

  test('cannot be deleted or revoked by another member', async () => {
    const [ann, app] = [await aViewer(), await anApp()]
    const token = await aToken(ann, app)
    const { id } = await db.oAuthApp.findFirstOrThrow()
    await deleteApp(ann, id)
    await revokeAuthorizedApp(app.owner, id)
    expect(await isLive(token)).toBe(true)
  })

  test('needs a new authorization after its owner cancels the deletion of the account', async () => {
    const [ann, app] = [await aViewer(), await anApp()]
    await aToken(ann, app)
    await requestAccountDeletion(app.owner, testPassword)
    expect(await check(requestOf(app.clientId, challenge))).toEqual({ kind: 'untrusted', reason: 'app' })
    await cancelAccountDeletion({ userId: app.owner.id })
    expect(await isLive(await aToken(ann, app))).toBe(true)
  })
})

test('a session that has ended allows nothing', async () => {
  const [ann, app] = [await aViewer(), await anApp()]
  const found = await check(requestOf(app.clientId, challenge))
  if (found.kind !== 'valid') throw new Error(found.kind)
  await transaction((tx) => tx.session.delete({ where: { id: ann.sessionId } }))
  await expect(allowApp(ann, found.request, apiOrigin)).rejects.toMatchObject({ code: 'unauthenticated' })
  const bob = await aViewer()
  await deleteApp(app.owner, found.request.app.id)
  await expect(allowApp(bob, found.request, apiOrigin)).rejects.toMatchObject({ code: 'not-found' })
  expect(await db.oAuthGrant.count()).toBe(0)
})
