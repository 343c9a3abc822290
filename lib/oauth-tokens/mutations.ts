import OAuth2Server from '@node-oauth/oauth2-server'
import { deleteTokens } from '../api-tokens/mutations'
import { passwordTokenLifetime } from '../api-tokens/policy'
import { hashApiToken, isApiToken, newApiToken } from '../crypto/api-token'
import { hashOAuthSecret, isOAuthSecret, newOAuthSecret } from '../crypto/oauth-secret'
import { type Prisma, type Transaction, transaction } from '../db/db'
import { lockOAuthGrant, lockUser } from '../db/locks'
import { log } from '../log/log'
import type { LiveApp } from '../oauth-apps/queries'
import { endGrants } from '../oauth-grants/mutations'
import { grantableScopes, grantLifetime } from '../oauth-grants/policy'
import { parseAppScopes } from '../oauth-grants/view'
import { requireApp } from './queries'
import type { ClientCredentials, TokenParameters } from './schema'
import { grantTypes } from './schema'
import { type IssuedTokens, TokenError } from './view'

type Client = { id: string; grants: string[] }
type Grant = NonNullable<Awaited<ReturnType<typeof lockGrant>>>

const { OAuthError, ServerError } = OAuth2Server

/**
 * Exchanges an authorisation code or a refresh token for new tokens. Both are valid once. A second use means that
 * somebody else has a copy, so it ends the grant with all its tokens (RFC 9700 §4.14.2, OAuth 2.1 §4.1.3).
 * @throws TokenError
 */
export async function issueTokens(
  parameters: TokenParameters,
  credentials: ClientCredentials,
): Promise<IssuedTokens> {
  if (!parameters.grant_type) throw new TokenError('invalid_request', 'grant_type is missing')
  if (!(grantTypes as readonly string[]).includes(parameters.grant_type))
    throw new TokenError('unsupported_grant_type', `Use ${grantTypes.join(' or ')}`)
  const result = await transaction(async (tx) => {
    const app = await requireApp(credentials, tx)
    try {
      return await exchange(tx, app, parameters)
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error
      if (error instanceof ServerError) throw (error as { inner?: unknown }).inner ?? error
      const refusal = new TokenError(error.name, error.message)
      // Roll back on an invalid scope, so that the refresh token stays valid. Commit on other errors: a wrong verifier
      // uses up the code, and a reused token ends the grant.
      if (refusal.code === 'invalid_scope') throw refusal
      return refusal
    }
  })
  if (result instanceof TokenError) throw result
  return result
}

async function exchange(tx: Transaction, app: LiveApp, parameters: TokenParameters): Promise<IssuedTokens> {
  const client = { id: app.clientId, grants: [...grantTypes] }
  const server = new OAuth2Server({
    accessTokenLifetime: passwordTokenLifetime / 1000,
    refreshTokenLifetime: grantLifetime / 1000,
    // `requireApp` has authenticated the client.
    requireClientAuthentication: { authorization_code: false, refresh_token: false },
    model: grantModel(tx, app, client, parameters),
  })
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': '1',
  }
  const body = { ...parameters, client_id: app.clientId, client_secret: undefined }
  const response = new OAuth2Server.Response()
  await server.token(new OAuth2Server.Request({ method: 'POST', headers, query: {}, body }), response)
  return response.body as IssuedTokens
}

/** The model of the library for one token request. A reused code or refresh token ends the grant. */
function grantModel(tx: Transaction, app: LiveApp, client: Client, parameters: TokenParameters) {
  /** The grant of the code or refresh token, locked. */
  let grant: Grant | null = null
  const now = new Date()
  return {
    getClient: async () => client,
    getAccessToken: async () => false as const,
    generateAccessToken: async () => newApiToken(),
    generateRefreshToken: async () => newOAuthSecret('refresh'),

    async getAuthorizationCode(code: string) {
      grant = isOAuthSecret('code', code)
        ? await lockGrant(tx, app, { codeHash: hashOAuthSecret(code) })
        : null
      if (!grant) return false
      if (grant.codeUsedAt) return endReused(tx, grant, 'code')
      return {
        ...{ authorizationCode: code, expiresAt: grant.codeExpiresAt, client, user: { id: grant.userId } },
        ...{ codeChallenge: grant.codeChallenge, codeChallengeMethod: 'S256' },
        scope: parseAppScopes(grant.scopes),
        // OAuth 2.1 has no redirect_uri in token requests. If an OAuth 2.0 client sends one, it has to match.
        redirectUri: parameters.redirect_uri ? grant.redirectUri : '',
      }
    },

    async revokeAuthorizationCode() {
      await tx.oAuthGrant.update({
        where: { id: grant?.id ?? 0 },
        data: { codeUsedAt: now },
        select: { id: true },
      })
      return true
    },

    async getRefreshToken(refreshToken: string) {
      if (!isOAuthSecret('refresh', refreshToken)) return false
      const where = { tokenHash: hashOAuthSecret(refreshToken) }
      grant = await lockGrant(tx, app, { refreshTokens: { some: where } })
      const found = grant && (await tx.oAuthRefreshToken.findUnique({ where }))
      if (!grant || !found) return false
      if (found.usedAt) return endReused(tx, grant, 'refresh token')
      const scope = parseAppScopes(grant.scopes)
      const user = { id: grant.userId }
      return { refreshToken, refreshTokenExpiresAt: found.expiresAt, scope, client, user }
    },

    async revokeToken({ refreshToken }: OAuth2Server.RefreshToken) {
      const where = { tokenHash: hashOAuthSecret(refreshToken) }
      await tx.oAuthRefreshToken.update({ where, data: { usedAt: now }, select: { id: true } })
      return true
    },

    async saveToken(token: OAuth2Server.Token, _client: unknown, user: OAuth2Server.User) {
      if (!grant) throw new Error('tokens without a grant')
      const scope = grantableScopes(token.scope ?? []) ?? []
      await replaceTokens(tx, grant, { ...token, scope })
      return { ...token, scope, client, user }
    },
  }
}

/**
 * Locks the member and the grant of a code or a refresh token.
 * @returns null when there is none of this app, or the member is suspended
 */
async function lockGrant(tx: Transaction, app: LiveApp, where: Prisma.OAuthGrantWhereInput) {
  const ofApp = { ...where, appId: app.id, user: { bannedAt: null } }
  const found = await tx.oAuthGrant.findFirst({ where: ofApp, select: { id: true, userId: true } })
  if (!found) return null
  await lockUser(tx, found.userId)
  if (!(await lockOAuthGrant(tx, found.id))) return null
  return tx.oAuthGrant.findFirst({ where: { ...ofApp, id: found.id } })
}

async function endReused(tx: Transaction, { id, userId }: Grant, what: string): Promise<false> {
  log.warn({ event: 'oauth-grant.reused', userId, grantId: id }, `a ${what} was used twice`)
  await endGrants(tx, { id })
  return false
}

/** Stores new tokens of a grant. An access token that it had before ends. */
async function replaceTokens(
  tx: Transaction,
  { id: grantId, userId }: Grant,
  token: OAuth2Server.Token,
): Promise<void> {
  const { accessToken, accessTokenExpiresAt, refreshToken, refreshTokenExpiresAt, scope = [] } = token
  if (!accessTokenExpiresAt || !refreshToken || !refreshTokenExpiresAt) throw new Error('incomplete tokens')
  await deleteTokens(tx, { grantId })
  const access = { userId, grantId, kind: 'oauth', scopes: scope.join(' ') }
  await tx.apiToken.create({
    data: { ...access, tokenHash: hashApiToken(accessToken), expiresAt: accessTokenExpiresAt },
    select: { id: true },
  })
  const expiresAt = refreshTokenExpiresAt
  await tx.oAuthRefreshToken.create({
    data: { grantId, tokenHash: hashOAuthSecret(refreshToken), expiresAt },
    select: { id: true },
  })
  const where = { id: grantId }
  await tx.oAuthGrant.update({ where, data: { lastUsedAt: new Date(), expiresAt }, select: { id: true } })
}

/**
 * Revokes a token of an app (RFC 7009): an access token alone, or a refresh token with its whole grant. An unknown token
 * and one of another app change nothing.
 * @throws TokenError `invalid_client`
 */
export async function revokeToken(token: string, credentials: ClientCredentials): Promise<void> {
  await transaction(async (tx) => {
    const app = await requireApp(credentials, tx)
    const grant = isOAuthSecret('refresh', token)
      ? await lockGrant(tx, app, { refreshTokens: { some: { tokenHash: hashOAuthSecret(token) } } })
      : null
    if (grant) await endGrants(tx, { id: grant.id })
    if (!isApiToken(token)) return
    await deleteTokens(tx, { tokenHash: hashApiToken(token), grant: { appId: app.id } })
  })
}
