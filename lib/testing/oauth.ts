import { createHash, randomBytes } from 'node:crypto'
import type { Transaction } from '../db/db'
import { registerApp } from '../oauth-apps/mutations'
import { newAppInput } from '../oauth-apps/schema'
import { allowApp } from '../oauth-grants/mutations'
import { checkAuthorization } from '../oauth-grants/queries'
import { readAuthorizationParameters } from '../oauth-grants/schema'
import type { Viewer } from '../viewer'
import { apiOrigin } from './api'
import { aViewer } from './factories'

export const redirectUri = 'https://app.example/callback'

/** Inserts an app of a user, which the user has allowed: one row of each table. */
export async function insertAppRows(tx: Transaction, userId: number): Promise<void> {
  const expiresAt = new Date(Date.now() + 60_000)
  const app = { clientId: `app-${userId}`, ownerId: userId, name: 'App', redirectUris: redirectUri }
  const { id: appId } = await tx.oAuthApp.create({ data: app })
  const code = { codeHash: `code-${userId}`, codeChallenge: 'x'.repeat(43), codeExpiresAt: expiresAt }
  const grant = { userId, appId, scopes: 'read', redirectUri, expiresAt, ...code }
  const { id: grantId } = await tx.oAuthGrant.create({ data: grant })
  await tx.oAuthRefreshToken.create({ data: { grantId, tokenHash: `refresh-${userId}`, expiresAt } })
}

/** Registers an app of a new member, or of `owner`. */
export async function anApp(change: Record<string, string> = {}, owner?: Viewer) {
  const input = newAppInput.parse({ appName: 'Example', redirectUris: redirectUri, ...change })
  const viewer = owner ?? (await aViewer())
  return { ...(await registerApp(viewer, input)), owner: viewer }
}

/** A code verifier and its challenge (RFC 7636). */
export function aVerifier() {
  const verifier = randomBytes(32).toString('base64url')
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}

/** The parameters of a valid authorisation request. */
export function requestOf(clientId: string, challenge: string, change: Record<string, string> = {}) {
  return {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'read write',
    state: 'the state',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...change,
  }
}

/** Checks an authorisation request. */
export function check(query: Record<string, string | string[]>) {
  return checkAuthorization(readAuthorizationParameters(query), apiOrigin)
}

/** Allows an app as a member does by the consent page. @returns the parameters of the token request */
export async function aCode(
  viewer: Viewer,
  app: { clientId: string; secret: string | null },
  change: Record<string, string> = {},
) {
  const { verifier, challenge } = aVerifier()
  const found = await check(requestOf(app.clientId, challenge, change))
  if (found.kind !== 'valid') throw new Error(`the request is ${found.kind}`)
  const answer = new URL(await allowApp(viewer, found.request, apiOrigin))
  return {
    grant_type: 'authorization_code',
    code: answer.searchParams.get('code') ?? '',
    redirect_uri: found.request.redirectUri,
    code_verifier: verifier,
    client_id: app.clientId,
    ...(app.secret && { client_secret: app.secret }),
  }
}

/** A form of an app, for the endpoints in app/oauth. */
export function appRequest(path: string, form: Record<string, string> | string, headers = {}): Request {
  return new Request(apiOrigin + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-forwarded-for': '192.0.2.1',
      host: 'localhost:3000',
      ...headers,
    },
    body: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
  })
}
