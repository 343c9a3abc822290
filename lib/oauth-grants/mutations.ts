import { deleteTokens } from '../api-tokens/mutations'
import { requireNoPendingDeletion } from '../credentials/queries'
import { hashOAuthSecret, newOAuthSecret } from '../crypto/oauth-secret'
import { type Prisma, type Transaction, transaction } from '../db/db'
import { holdOAuthApp, lockUser } from '../db/locks'
import { AppError } from '../errors'
import { defaultLocale, type Locale } from '../i18n/locales'
import { announceJobs } from '../jobs/dispatch'
import { limits } from '../limits'
import { log } from '../log/log'
import { enqueueSecurityMail } from '../security-mails/mutations'
import type { Viewer } from '../viewer'
import { answerUrl, codeLifetime } from './policy'
import type { AuthorizationRequest } from './queries'
import { parseAppScopes } from './view'

/**
 * Grants an app the requested access, and creates a code that it can exchange for tokens within a minute. The member is
 * notified by mail, unless the app has that access already.
 * @param issuer the origin of this site
 * @param locale the language of the page, for a member who has chosen none
 * @returns the redirect URI with the code
 * @throws AppError `unauthenticated` when the session has ended; `not-found` when the app was deleted; and as
 *   `requireNoPendingDeletion`
 */
export async function allowApp(
  viewer: Viewer,
  request: AuthorizationRequest,
  issuer: string,
  locale: Locale = defaultLocale,
): Promise<string> {
  const { app, redirectUri, scopes, state, codeChallenge } = request
  const code = newOAuthSecret('code')
  const codeExpiresAt = new Date(Date.now() + codeLifetime)
  const jobId = await transaction(async (tx) => {
    await lockUser(tx, viewer.id)
    const where = { id: viewer.sessionId, userId: viewer.id }
    const client = await tx.session.findFirst({ where, select: { ip: true, userAgent: true } })
    if (!client) throw new AppError('unauthenticated', 'the session has ended')
    await requireNoPendingDeletion(tx, viewer.id)
    if (!(await holdOAuthApp(tx, app.id))) throw new AppError('not-found', `app ${app.clientId}`)
    await endGrants(tx, { userId: viewer.id, appId: app.id, expiresAt: { lte: new Date() } })
    const grants = await tx.oAuthGrant.findMany({
      where: { userId: viewer.id, appId: app.id },
      orderBy: { id: 'desc' },
      select: { id: true, scopes: true },
    })
    const surplus = grants.slice(limits.oauthGrants.perApp - 1).map(({ id }) => id)
    await endGrants(tx, { id: { in: surplus } })
    const data = {
      ...{ userId: viewer.id, appId: app.id, scopes: scopes.join(' '), redirectUri },
      ...{ codeHash: hashOAuthSecret(code), codeChallenge, codeExpiresAt, expiresAt: codeExpiresAt },
    }
    await tx.oAuthGrant.create({ data, select: { id: true } })
    const known = new Set(grants.flatMap((grant) => parseAppScopes(grant.scopes)))
    if (scopes.every((scope) => known.has(scope))) return null
    return enqueueSecurityMail(tx, viewer.id, 'app-allowed', client, locale, { name: app.name })
  })
  announceJobs(jobId)
  log.info({ event: 'oauth-grant.created', userId: viewer.id, clientId: app.clientId, scopes })
  return answerUrl(redirectUri, { code, ...(state !== undefined && { state }), iss: issuer })
}

/** The redirect URI with the refusal of a member. Stores nothing. */
export function denyApp({ redirectUri, state }: AuthorizationRequest, issuer: string): string {
  const error = { error: 'access_denied', error_description: 'The member refused.' }
  return answerUrl(redirectUri, { ...error, ...(state !== undefined && { state }), iss: issuer })
}

/** Ends everything that the viewer has allowed to an app. Its tokens are invalid from the next request on. Idempotent. */
export async function revokeAuthorizedApp(viewer: Viewer, appId: number): Promise<void> {
  await transaction(async (tx) => {
    await lockUser(tx, viewer.id)
    await endGrants(tx, { userId: viewer.id, appId })
  })
  log.info({ event: 'oauth-grant.revoked', userId: viewer.id, appId })
}

/**
 * Deletes one of the viewer's own apps, and with it what every member has allowed to it. Idempotent.
 */
export async function deleteApp(viewer: Viewer, id: number): Promise<void> {
  await transaction(async (tx) => {
    await lockUser(tx, viewer.id)
    const app = await tx.oAuthApp.findFirst({ where: { id, ownerId: viewer.id }, select: { id: true } })
    if (!app) return
    await endGrants(tx, { appId: id })
    await tx.oAuthApp.delete({ where: { id }, select: { id: true } })
  })
  log.info({ event: 'oauth-app.deleted', userId: viewer.id, appId: id })
}

/** Ends what a member has allowed to apps, within a transaction that has locked the member. */
export async function deleteGrants(tx: Transaction, userId: number): Promise<void> {
  await endGrants(tx, { userId })
}

/**
 * Ends what all members have allowed to the apps of one owner, who is suspended or about to be deleted: nobody is
 * responsible for these apps any more. Within a transaction that has locked the owner.
 */
export async function deleteGrantsOfOwnApps(tx: Transaction, ownerId: number): Promise<void> {
  await endGrants(tx, { app: { ownerId } })
}

/** Deletes grants, with their codes and tokens. */
export async function endGrants(tx: Transaction, where: Prisma.OAuthGrantWhereInput): Promise<void> {
  await deleteTokens(tx, { grant: where })
  await tx.oAuthGrant.deleteMany({ where })
}

/** Deletes expired grants, and refresh tokens that have expired. @returns how many grants */
export async function purgeGrants(now = new Date()): Promise<number> {
  const where = { expiresAt: { lte: now } }
  await transaction((tx) => tx.oAuthRefreshToken.deleteMany({ where }))
  const { count } = await transaction((tx) => tx.oAuthGrant.deleteMany({ where }))
  return count
}
