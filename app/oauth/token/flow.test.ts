import * as oauth from 'oauth4webapi'
import { beforeEach, describe, expect, test } from 'vitest'
import * as users from '@/app/api/users/route'
import { db } from '@/lib/db/db'
import { allowApp, revokeAuthorizedApp } from '@/lib/oauth-grants/mutations'
import { resetLimits } from '@/lib/rate-limit/rate-limit'
import { apiOrigin, apiRequest } from '@/lib/testing/api'
import { aViewer } from '@/lib/testing/factories'
import { aCode, anApp, appRequest, check, redirectUri } from '@/lib/testing/oauth'
import * as metadata from '../../.well-known/oauth-authorization-server/route'
import * as revoke from '../revoke/route'
import * as token from './route'

beforeEach(resetLimits)

type Init = { method: string; headers: Record<string, string>; body?: URLSearchParams | undefined }

/** Calls the handlers in place of the network. */
const options = {
  [oauth.allowInsecureRequests]: true,
  [oauth.customFetch]: async (address: string, { method, headers, body }: Init) => {
    const path = new URL(address).pathname
    const init = { method, headers: { host: 'localhost:3000', ...headers }, body: body ?? null }
    const request = new Request(address, init)
    if (path === '/oauth/token') return token.POST(request)
    if (path === '/oauth/revoke') return revoke.POST(request)
    expect(path).toBe('/.well-known/oauth-authorization-server')
    return metadata.GET(request)
  },
}

const readUsers = (accessToken: string) =>
  users.GET(apiRequest('GET', '/api/users', { token: accessToken }), { params: Promise.resolve({}) })

describe('oauth4webapi', () => {
  test.each([
    ['a public app', {}, () => oauth.None()],
    ['client_secret_basic', { confidential: 'on' }, (secret: string) => oauth.ClientSecretBasic(secret)],
    ['client_secret_post', { confidential: 'on' }, (secret: string) => oauth.ClientSecretPost(secret)],
  ])('completes the whole flow with %s [SEC-20]', async (_, kind, authenticate) => {
    const ann = await aViewer()
    const app = await anApp(kind)
    const client = { client_id: app.clientId }
    const authentication = authenticate(app.secret ?? '')
    const issuer = new URL(apiOrigin)
    const server = await oauth.processDiscoveryResponse(
      issuer,
      await oauth.discoveryRequest(issuer, { ...options, algorithm: 'oauth2' }),
    )

    const verifier = oauth.generateRandomCodeVerifier()
    const state = oauth.generateRandomState()
    const address = new URL(server.authorization_endpoint as string)
    const parameters = {
      client_id: app.clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'read write',
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
    }
    for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value)
    const found = await check(Object.fromEntries(address.searchParams))
    if (found.kind !== 'valid') throw new Error(found.kind)
    const answer = new URL(await allowApp(ann, found.request, apiOrigin))

    const answered = oauth.validateAuthResponse(server, client, answer, state)
    const exchange = await oauth.authorizationCodeGrantRequest(
      ...[server, client, authentication, answered, redirectUri, verifier, options],
    )
    const first = await oauth.processAuthorizationCodeResponse(server, client, exchange)
    expect(first).toMatchObject({ token_type: 'bearer', scope: 'read write' })
    // The library rounds down.
    expect(first.expires_in).toBeGreaterThan(3590)
    expect((await readUsers(first.access_token)).status).toBe(200)

    const renewal = await oauth.refreshTokenGrantRequest(
      ...[server, client, authentication, first.refresh_token as string, options],
    )
    const second = await oauth.processRefreshTokenResponse(server, client, renewal)
    expect(second.refresh_token).not.toBe(first.refresh_token)
    expect((await readUsers(first.access_token)).status).toBe(401)
    expect((await readUsers(second.access_token)).status).toBe(200)

    await oauth.processRevocationResponse(
      await oauth.revocationRequest(server, client, authentication, second.refresh_token as string, options),
    )
    expect((await readUsers(second.access_token)).status).toBe(401)
  })
})

test('the access token ends at once when the member revokes the app', async () => {
  const ann = await aViewer()
  const response = await token.POST(appRequest('/oauth/token', await aCode(ann, await anApp())))
  const { access_token: accessToken } = await response.json()
  expect((await readUsers(accessToken)).status).toBe(200)
  const { appId } = await db.oAuthGrant.findFirstOrThrow()
  await revokeAuthorizedApp(await aViewer(), appId)
  expect((await readUsers(accessToken)).status).toBe(200)
  await revokeAuthorizedApp(ann, appId)
  expect((await readUsers(accessToken)).status).toBe(401)
})
