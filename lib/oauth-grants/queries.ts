import OAuth2Server from '@node-oauth/oauth2-server'
import { db } from '../db/db'
import { limits } from '../limits'
import { isRegisteredRedirectUri } from '../oauth-apps/policy'
import { findApp, type LiveApp } from '../oauth-apps/queries'
import type { Viewer } from '../viewer'
import { type AppScope, answerUrl, appScopes, codeLifetime, grantableScopes } from './policy'
import { type AuthorizationParameters, toQuery } from './schema'
import { type AuthorizedAppView, parseAppScopes } from './view'

/** A valid authorisation request. */
export type AuthorizationRequest = {
  app: LiveApp
  redirectUri: string
  scopes: AppScope[]
  state: string | undefined
  codeChallenge: string
}

export type AuthorizationCheck =
  | { kind: 'valid'; request: AuthorizationRequest }
  /** The browser is redirected to the app with the error. */
  | { kind: 'refused'; redirectTo: string }
  /** No registered redirect URI: the error is shown on our page only (RFC 6749 §4.1.2.1). */
  | { kind: 'untrusted'; reason: 'app' | 'redirect' | 'malformed' }

const { InvalidRequestError, InvalidScopeError, OAuthError, ServerError } = OAuth2Server

/** Whether a challenge has the format of S256. The method `plain` sends the verifier itself (RFC 7636 §4.2). */
const isSha256 = (challenge: string) => /^[\w-]{43}$/.test(challenge)

/**
 * Checks an authorisation request by the rules of OAuth 2.1 §4.1.1: a known app, a registered redirect URI, PKCE with
 * S256, and scopes that an app can get.
 * @param issuer the origin of this site
 */
export async function checkAuthorization(
  parameters: AuthorizationParameters,
  issuer: string,
): Promise<AuthorizationCheck> {
  const { values, repeated } = parameters
  const { client_id, redirect_uri: redirectUri, state } = values
  if (repeated.includes('client_id') || repeated.includes('redirect_uri') || isTooLong(parameters))
    return { kind: 'untrusted', reason: 'malformed' }
  const app = client_id ? await findApp(client_id) : null
  if (!app) return { kind: 'untrusted', reason: 'app' }
  if (!redirectUri || !isRegisteredRedirectUri(app.redirectUris, redirectUri))
    return { kind: 'untrusted', reason: 'redirect' }
  try {
    const scopes = await validate(app, parameters)
    const codeChallenge = values.code_challenge ?? ''
    return { kind: 'valid', request: { app, redirectUri, scopes, state, codeChallenge } }
  } catch (error) {
    if (!(error instanceof OAuthError) || error instanceof ServerError) throw error
    const description = { error: error.name, error_description: error.message }
    const isKept = state !== undefined && !repeated.includes('state')
    const answer = { ...description, ...(isKept && { state }), iss: issuer }
    return { kind: 'refused', redirectTo: answerUrl(redirectUri, answer) }
  }
}

const isTooLong = (parameters: AuthorizationParameters) =>
  toQuery(parameters).length > limits.oauthGrants.request

/**
 * Validates a request of a known app with the library, without issuing a code.
 * @returns the scopes of the request
 */
async function validate(app: LiveApp, { values, repeated }: AuthorizationParameters): Promise<AppScope[]> {
  const client = { id: app.clientId, grants: ['authorization_code'], redirectUris: app.redirectUris }
  const server = new OAuth2Server({
    authorizationCodeLifetime: codeLifetime / 1000,
    allowEmptyState: true,
    authenticateHandler: { handle: () => ({}) },
    model: {
      getClient: async () => client,
      validateRedirectUri: async (uri) => isRegisteredRedirectUri(app.redirectUris, uri),
      validateScope: async (_user, _client, requested = []) => {
        if (repeated.length > 0) throw new InvalidRequestError(`Repeated parameter: ${repeated.join(', ')}`)
        requireSupported(values)
        const scopes = grantableScopes(requested)
        if (!scopes) throw new InvalidScopeError(`An app can ask for ${appScopes.join(', ')}`)
        return scopes
      },
      saveAuthorizationCode: async (code, _client, user) => ({ ...code, client, user }),
      getAuthorizationCode: refuse,
      revokeAuthorizationCode: refuse,
      getAccessToken: refuse,
      saveToken: refuse,
    },
  })
  const request = new OAuth2Server.Request({ method: 'GET', headers: {}, query: { ...values } })
  const { scope } = await server.authorize(request, new OAuth2Server.Response())
  return (scope ?? []) as AppScope[]
}

/** The rules that the library leaves to its callers. */
function requireSupported({
  code_challenge: challenge = '',
  code_challenge_method: method,
  response_mode: mode = 'query',
  ...values
}: AuthorizationParameters['values']): void {
  if (values.request || values.request_uri) throw new InvalidRequestError('Request objects are not supported')
  // A fragment would be readable by every script of the app's page.
  if (mode !== 'query') throw new InvalidRequestError('Unsupported response_mode; use query')
  if (method !== 'S256') throw new InvalidRequestError('PKCE is required: code_challenge_method must be S256')
  if (!isSha256(challenge)) throw new InvalidRequestError('Invalid code_challenge')
}

async function refuse(): Promise<false> {
  return false
}

/** The apps that the viewer has authorised, by name. */
export async function listAuthorizedApps(viewer: Viewer, now = new Date()): Promise<AuthorizedAppView[]> {
  const where = { userId: viewer.id, expiresAt: { gt: now } }
  const apps = await db.oAuthApp.findMany({
    where: { grants: { some: where } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: {
      id: true,
      name: true,
      website: true,
      owner: { select: { username: true } },
      grants: {
        where,
        orderBy: { id: 'asc' },
        select: {
          scopes: true,
          createdAt: true,
          lastUsedAt: true,
          apiTokens: { select: { lastUsedAt: true } },
        },
      },
    },
  })
  return apps.map(({ id, name, website, owner, grants }) => ({
    ...{ appId: id, name, website, owner: owner.username },
    scopes: unionOfScopes(grants),
    createdAt: grants[0]?.createdAt ?? now,
    lastUsedAt: latest(grants.flatMap(({ lastUsedAt, apiTokens }) => [{ lastUsedAt }, ...apiTokens])),
  }))
}

function unionOfScopes(grants: { scopes: string }[]): AppScope[] {
  const granted = new Set(grants.flatMap(({ scopes }) => parseAppScopes(scopes)))
  return appScopes.filter((scope) => granted.has(scope))
}

function latest(uses: { lastUsedAt: Date | null }[]): Date | null {
  const times = uses.flatMap(({ lastUsedAt }) => lastUsedAt?.getTime() ?? [])
  return times.length > 0 ? new Date(Math.max(...times)) : null
}

/** The scopes that the viewer has given to an app before; empty for a new app. */
export async function findGrantedScopes(
  viewer: Viewer,
  appId: number,
  now = new Date(),
): Promise<AppScope[]> {
  const where = { userId: viewer.id, appId, expiresAt: { gt: now } }
  return unionOfScopes(await db.oAuthGrant.findMany({ where, select: { scopes: true } }))
}
