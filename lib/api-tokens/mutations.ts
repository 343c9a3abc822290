import type { VerifiedUser } from '../credentials/mutations'
import { requireCredential, requireNoPendingDeletion } from '../credentials/queries'
import { hashApiToken, newApiToken } from '../crypto/api-token'
import { afterCommit, type Prisma, type Transaction, transaction } from '../db/db'
import { lockUser } from '../db/locks'
import { AppError, fieldError } from '../errors'
import { publish } from '../events/events'
import type { ClientInfo } from '../http/client-info'
import { defaultLocale, type Locale } from '../i18n/locales'
import { announceJobs } from '../jobs/dispatch'
import { limits } from '../limits'
import { log } from '../log/log'
import { confirmIdentity, requireProof } from '../reauthentication/mutations'
import { enqueueSecurityMail } from '../security-mails/mutations'
import type { Viewer } from '../viewer'
import {
  formatScopes,
  isUseRecorded,
  passwordTokenLifetime,
  personalTokenLifetime,
  scopesOfRole,
} from './policy'
import type { LiveToken } from './queries'
import type { NewTokenInput } from './schema'

/** A new token. Only its hash is stored, so it cannot be shown again. */
export type NewToken = { token: string; expiresAt: Date }

/**
 * Creates a token with every scope that the role allows, for a user whose password was verified. It is valid for an
 * hour. The user is notified by mail, once a day for each network.
 * @param user from `authenticate`
 * @throws AppError as `requireCredential` and `requireNoPendingDeletion`
 */
export async function createPasswordToken(
  { id, credential }: VerifiedUser,
  from: ClientInfo,
): Promise<NewToken> {
  const created = newToken(passwordTokenLifetime)
  const jobId = await transaction(async (tx) => {
    await lockUser(tx, id)
    await requireCredential(tx, id, credential)
    await requireNoPendingDeletion(tx, id)
    const { role } = await tx.user.findUniqueOrThrow({ where: { id }, select: { role: true } })
    const granted = formatScopes(scopesOfRole(role))
    await insertToken(tx, created, { userId: id, kind: 'password', name: '', scopes: granted })
    return enqueueSecurityMail(tx, id, 'api-log-in', from, defaultLocale)
  })
  announceJobs(jobId)
  log.info({ event: 'api-token.created', userId: id, kind: 'password' })
  return created
}

/**
 * Creates a personal token, with a proof of identity (ASVS 7.5.1). The user is notified by mail.
 * @param locale the language of the page, for a user who has chosen none
 * @throws AppError `forbidden` for the scope `admin` when the viewer is not an administrator; `invalid` on the field
 *   `label` when the viewer has `limits.apiTokens.perUser` tokens; and as `confirmIdentity` and `requireProof`
 */
export async function createPersonalToken(
  viewer: Viewer,
  input: NewTokenInput,
  locale: Locale = defaultLocale,
): Promise<NewToken> {
  const granted = (['write', 'messages', 'admin'] as const).filter((scope) => input[scope])
  const allowed = scopesOfRole(viewer.role)
  if (!granted.every((scope) => allowed.includes(scope)))
    throw new AppError('forbidden', 'not an administrator')
  const proof = await confirmIdentity(viewer, input.current ?? '')
  const created = newToken(personalTokenLifetime(input.days))
  const row = {
    userId: viewer.id,
    kind: 'personal',
    name: input.label,
    scopes: formatScopes(granted),
  }
  const jobId = await transaction(async (tx) => {
    await lockUser(tx, viewer.id)
    await requireProof(tx, viewer, proof)
    const where = { userId: viewer.id, kind: 'personal', expiresAt: { gt: new Date() } }
    if ((await tx.apiToken.count({ where })) >= limits.apiTokens.perUser)
      throw fieldError('label', 'label.tooMany')
    await insertToken(tx, created, row)
    const select = { ip: true, userAgent: true }
    const client = await tx.session.findUniqueOrThrow({ where: { id: viewer.sessionId }, select })
    return enqueueSecurityMail(tx, viewer.id, 'api-token', client, locale)
  })
  announceJobs(jobId)
  log.info({ event: 'api-token.created', userId: viewer.id, kind: 'personal' })
  return created
}

function newToken(lifetime: number): NewToken {
  return { token: newApiToken(), expiresAt: new Date(Date.now() + lifetime) }
}

type NewRow = { userId: number; kind: string; name: string; scopes: string }

async function insertToken(tx: Transaction, { token, expiresAt }: NewToken, row: NewRow): Promise<void> {
  const data = { ...row, tokenHash: hashApiToken(token), expiresAt }
  await tx.apiToken.create({ data, select: { id: true } })
}

/** Deletes one of the viewer's tokens. It is invalid from the next request on. Idempotent. */
export async function revokeApiToken(viewer: Viewer, id: number): Promise<void> {
  await transaction((tx) => deleteTokens(tx, { id, userId: viewer.id }))
  log.info({ event: 'api-token.revoked', userId: viewer.id })
}

/** Deletes every token of a user, within a transaction that has locked the user. */
export async function deleteApiTokens(tx: Transaction, userId: number): Promise<void> {
  await deleteTokens(tx, { userId })
}

/** Token ids of one event, and of one statement. */
const idsPerEvent = 1000

/**
 * Deletes tokens. Every deletion of tokens that may be live goes through this function: after the commit it ends their
 * event streams, in every process.
 */
export async function deleteTokens(tx: Transaction, where: Prisma.ApiTokenWhereInput): Promise<void> {
  const ids: number[] = []
  // By their ids and repeatedly: on PostgreSQL another transaction may add a token between the two statements.
  while (true) {
    const rows = await tx.apiToken.findMany({ where, select: { id: true }, take: idsPerEvent })
    if (rows.length === 0) break
    const found = rows.map(({ id }) => id)
    await tx.apiToken.deleteMany({ where: { id: { in: found } } })
    ids.push(...found)
  }
  if (ids.length === 0) return
  afterCommit(tx, () => {
    for (let from = 0; from < ids.length; from += idsPerEvent)
      publish({ type: 'tokens-ended', tokenIds: ids.slice(from, from + idsPerEvent) })
  })
}

/**
 * Records the use of a token that was not made with the password, at most every ten minutes. Does not count as activity
 * of the user.
 */
export async function recordUse({ id, kind, lastUsedAt }: LiveToken, now = new Date()): Promise<void> {
  if (kind === 'password' || !isUseRecorded(lastUsedAt, now)) return
  // Requests at the same time have read the same time of use: one of them writes.
  const where = { id, lastUsedAt }
  await transaction((tx) => tx.apiToken.updateMany({ where, data: { lastUsedAt: now } }))
}

/** Deletes expired tokens. @returns how many */
export async function purgeApiTokens(now = new Date()): Promise<number> {
  const { count } = await transaction((tx) => tx.apiToken.deleteMany({ where: { expiresAt: { lte: now } } }))
  return count
}
