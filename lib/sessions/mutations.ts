import { deleteApiTokens } from '../api-tokens/mutations'
import { verifiedHash } from '../credentials/mutations'
import { requireCredential, requireNoPendingDeletion, requireNoSuspension } from '../credentials/queries'
import { credentialDigest } from '../crypto/credential'
import { hashSessionToken, newSessionToken } from '../crypto/session-token'
import { db, type Prisma, type Transaction, transaction } from '../db/db'
import { lockUser } from '../db/locks'
import { AppError, fieldError } from '../errors'
import { publish } from '../events/events'
import type { ClientInfo } from '../http/client-info'
import { defaultLocale, type Locale } from '../i18n/locales'
import { announceJobs } from '../jobs/dispatch'
import { limits } from '../limits'
import { log } from '../log/log'
import { deleteGrants } from '../oauth-grants/mutations'
import { findWeakness } from '../passwords/check-password'
import { hashPassword } from '../passwords/passwords'
import { addressKey } from '../rate-limit/rate-limit'
import { confirmIdentity } from '../reauthentication/mutations'
import { enqueueSecurityMail } from '../security-mails/mutations'
import type { PasswordInput } from '../users/schema'
import type { Viewer } from '../viewer'
import { sessionLifetime } from './policy'
import type { RevokeInput } from './schema'

type LogIn = {
  /** The credential that `authenticate` returned; absent for a log-in through another provider. */
  credential?: string | undefined
  /** The previous session token of the browser; its session ends (ASVS 7.2.4). */
  previousToken?: string | undefined
  /** Set when no earlier log-in of this browser is known: the user is notified by mail. Contains the language of the page. */
  newDevice?: { locale: Locale } | null
}

/**
 * Opens a session. Ends the user's least recently used sessions above `limits.sessionsPerUser`.
 * @returns the session token for the cookie; the database stores only its hash
 * @throws AppError as `requireCredential`, or `requireNoSuspension` without a credential, and `requireNoPendingDeletion`
 */
export async function openSession(
  userId: number,
  remember: boolean,
  from: ClientInfo,
  { credential, previousToken, newDevice }: LogIn = {},
): Promise<string> {
  const token = newSessionToken()
  const { ended, jobId } = await transaction(async (tx) => {
    await lockUser(tx, userId)
    if (credential === undefined) await requireNoSuspension(tx, userId)
    else await requireCredential(tx, userId, credential)
    await requireNoPendingDeletion(tx, userId)
    const replaced = previousToken
      ? await endSessions(tx, { tokenHash: hashSessionToken(previousToken) })
      : []
    const surplus = await endSurplusSessions(tx, userId)
    await insertSession(tx, { userId, remember, from, token })
    const jobId = newDevice ? await enqueueSecurityMail(tx, userId, 'log-in', from, newDevice.locale) : null
    return { ended: [...replaced, ...surplus], jobId }
  })
  announceJobs(jobId)
  publishEndedSessions(ended)
  log.info({ event: 'session.opened', userId, area: addressKey(from.ip) })
  return token
}

/** Deletes the user's expired sessions and ends the least recently used ones, to make room for one more. */
async function endSurplusSessions(tx: Transaction, userId: number): Promise<EndedSession[]> {
  const now = Date.now()
  const unused = [true, false].map((remember) => ({
    remember,
    lastUsedAt: { lte: new Date(now - sessionLifetime(remember).idle) },
  }))
  await tx.session.deleteMany({ where: { userId, OR: [{ expiresAt: { lte: new Date(now) } }, ...unused] } })
  const surplus = await tx.session.findMany({
    where: { userId },
    orderBy: [{ lastUsedAt: 'desc' }, { id: 'desc' }],
    skip: limits.sessionsPerUser - 1,
    select: { id: true },
  })
  if (surplus.length === 0) return []
  return endSessions(tx, { id: { in: surplus.map(({ id }) => id) } })
}

type NewSession = { userId: number; remember: boolean; from: ClientInfo; token: string }

/** Inserts a session with a token from `newSessionToken`. */
export async function insertSession(
  tx: Transaction,
  { userId, remember, from, token }: NewSession,
): Promise<void> {
  await tx.session.create({
    data: {
      userId,
      remember,
      tokenHash: hashSessionToken(token),
      ip: from.ip.slice(0, 64),
      userAgent: from.userAgent.slice(0, 300),
      expiresAt: new Date(Date.now() + sessionLifetime(remember).term),
    },
  })
}

/** The new session of the browser that changed the password. */
export type ChangedPassword = {
  /** The new session token. */
  token: string
  /** The end of the session; null for a session that ends with the browser. */
  expires: Date | null
  credential: string
}

/**
 * Sets a new password, ends every other session of the user, deletes their API tokens and replaces the current session,
 * which invalidates stolen session tokens (ASVS 7.2.4, 7.4.3). Cancels a pending change of the email address, which an
 * attacker with the old password may have requested. The user is notified by mail.
 * @param locale the language of the page
 * @throws AppError `invalid` when the current password is wrong or the new one weak; `reauthenticate` for an account
 *   without a password after an old log-in; `unauthenticated` when the session has ended in the meantime
 */
export async function changePassword(
  viewer: Viewer,
  input: PasswordInput,
  locale: Locale = defaultLocale,
): Promise<ChangedPassword> {
  const user = await db.user.findUniqueOrThrow({
    where: { id: viewer.id },
    select: { username: true, email: true, displayName: true, passwordHash: true },
  })
  if (!user.passwordHash) await confirmIdentity(viewer, '')
  const current = user.passwordHash && (await verifiedHash({ id: viewer.id, ...user }, input.current))
  if (user.passwordHash && !current) throw fieldError('current', 'current.wrong')
  const weakness = await findWeakness(input.password, user)
  if (weakness) throw fieldError('password', weakness)
  const passwordHash = await hashPassword(input.password, { admitted: current !== null })
  const token = newSessionToken()
  const { ended, expires, jobId } = await transaction(async (tx) => {
    await lockUser(tx, viewer.id)
    const replaced = await replaceSessions(tx, viewer, token)
    // The password may have been changed while this request was hashing.
    const { count } = await tx.user.updateMany({
      where: { id: viewer.id, passwordHash: current },
      data: { passwordHash, pendingEmail: null },
    })
    if (count === 0) throw fieldError('current', 'current.wrong')
    const jobId = await enqueueSecurityMail(tx, viewer.id, 'password-changed', replaced.client, locale)
    return { ...replaced, jobId }
  })
  announceJobs(jobId)
  publish({ type: 'sessions-ended', userId: viewer.id, sessionIds: ended })
  publish({ type: 'session-replaced', userId: viewer.id, sessionId: viewer.sessionId })
  log.info({ event: 'user.password-changed', userId: viewer.id })
  return { token, expires, credential: credentialDigest(passwordHash) }
}

/**
 * Deletes the user's sessions and inserts a copy of the current one, with a new token and id, so that its event streams
 * end.
 */
async function replaceSessions(
  tx: Transaction,
  viewer: Viewer,
  token: string,
): Promise<{ ended: number[]; expires: Date | null; client: ClientInfo }> {
  const sessions = await tx.session.findMany({ where: { userId: viewer.id } })
  const current = sessions.find(({ id }) => id === viewer.sessionId)
  if (!current) throw new AppError('unauthenticated', 'the session has ended')
  await tx.session.deleteMany({ where: { userId: viewer.id } })
  await deleteApiTokens(tx, viewer.id)
  await deleteGrants(tx, viewer.id)
  const { id, ...copied } = current
  await tx.session.create({ data: { ...copied, tokenHash: hashSessionToken(token) } })
  return {
    ended: sessions.flatMap((session) => (session.id === id ? [] : [session.id])),
    expires: copied.remember ? copied.expiresAt : null,
    client: copied,
  }
}

/** Ends the session with this token. Idempotent. */
export async function closeSession(token: string): Promise<void> {
  publishEndedSessions(await transaction((tx) => endSessions(tx, { tokenHash: hashSessionToken(token) })))
  log.info({ event: 'session.closed' })
}

/** Ends one of the viewer's sessions, or all except the current one. Idempotent. @returns the number of ended sessions */
export async function revokeSessions(viewer: Viewer, input: RevokeInput): Promise<number> {
  const filter = input.session === 'others' ? { NOT: { id: viewer.sessionId } } : { id: input.session }
  const ended = await transaction(async (tx) => {
    await lockUser(tx, viewer.id)
    return endSessions(tx, { ...filter, userId: viewer.id })
  })
  publishEndedSessions(ended)
  log.info({ event: 'session.revoked', userId: viewer.id, count: ended.length })
  return ended.length
}

/**
 * Ends every session of a user and deletes their API tokens, within a transaction that has locked the user. Publish the
 * result after commit, with `publishEndedSessions`.
 */
export async function endAllSessions(tx: Transaction, userId: number): Promise<EndedSession[]> {
  await deleteApiTokens(tx, userId)
  await deleteGrants(tx, userId)
  return endSessions(tx, { userId })
}

/** Deletes the sessions that have expired. Expired rows are unused but still contain IP addresses. */
export async function purgeExpiredSessions(now = new Date()): Promise<number> {
  const { count } = await transaction((tx) => tx.session.deleteMany({ where: { expiresAt: { lte: now } } }))
  return count
}

export type EndedSession = { id: number; userId: number }

async function endSessions(tx: Transaction, where: Prisma.SessionWhereInput): Promise<EndedSession[]> {
  const rows = await tx.session.findMany({ where, select: { id: true, userId: true } })
  await tx.session.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } })
  return rows
}

/** Ends the open event streams of sessions that have ended. */
export function publishEndedSessions(sessions: EndedSession[]): void {
  for (const { id, userId } of sessions) publish({ type: 'sessions-ended', userId, sessionIds: [id] })
}

/**
 * Updates the time of last use of the session and its user. Called at most once a minute per session.
 * @param expiresAt the new end of a renewed session
 */
export async function touchSession(viewer: Viewer, now = new Date(), expiresAt?: Date): Promise<void> {
  await transaction(async (tx) => {
    // Updates the user first: the lock order of lib/db/locks.ts.
    await tx.user.updateMany({ where: { id: viewer.id }, data: { lastSeenAt: now } })
    await tx.session.updateMany({
      where: { id: viewer.sessionId },
      data: { lastUsedAt: now, ...(expiresAt && { expiresAt }) },
    })
  })
}
