import { verifiedHash } from '../credentials/mutations'
import { credentialDigest } from '../crypto/credential'
import { hashSessionToken, newSessionToken } from '../crypto/session-token'
import { db, type Prisma, type Transaction, transaction } from '../db/db'
import { lockUser } from '../db/locks'
import { AppError, fieldError } from '../errors'
import { publish } from '../events/events'
import { limits } from '../limits'
import { log } from '../log/log'
import { findWeakness } from '../passwords/check-password'
import { hashPassword } from '../passwords/passwords'
import { addressKey } from '../rate-limit/rate-limit'
import { confirmIdentity } from '../reauthentication/mutations'
import { type CreatedUser, signUp } from '../users/mutations'
import type { PasswordInput, SignUpInput } from '../users/schema'
import type { Viewer } from '../viewer'
import { sessionLifetime } from './policy'
import type { RevokeInput } from './schema'

/** Where a request came from, as far as it tells. */
export type ClientInfo = { ip: string; userAgent: string }

type LogIn = {
  /** What `authenticate` answered. Absent where no password was asked for: a log-in at another provider. */
  credential?: string | undefined
  /** The session id that the browser had before; that session ends (ASVS 7.2.4). */
  former?: string | undefined
}

/**
 * Opens a session. Of more than `limits.sessionsPerUser` the least recently used end.
 * @returns The session id for the cookie; the database keeps only its hash.
 * @throws AppError `wrong-credentials` when the password has changed since `authenticate` checked it.
 */
export async function openSession(
  userId: number,
  remember: boolean,
  from: ClientInfo,
  { credential, former }: LogIn = {},
): Promise<string> {
  const token = newSessionToken()
  const ended = await transaction(async (tx) => {
    await lockUser(tx, userId)
    if (credential !== undefined) await requireCredential(tx, userId, credential)
    const replaced = former ? await endSessions(tx, { tokenHash: hashSessionToken(former) }) : []
    const surplus = await makeRoom(tx, userId)
    await insertSession(tx, { userId, remember, from, token })
    return [...replaced, ...surplus]
  })
  publishEnded(ended)
  log.info({ event: 'session.opened', userId, area: addressKey(from.ip) })
  return token
}

/** Clears away the member's expired sessions, and of live ones the least recently used beyond what one may have. */
async function makeRoom(tx: Transaction, userId: number): Promise<EndedSession[]> {
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

async function insertSession(tx: Transaction, { userId, remember, from, token }: NewSession): Promise<void> {
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

/**
 * Makes an account and its first session in one transaction, so that neither is there without the other. A sign-up is
 * no log-in: only its own limit counts it.
 * @returns The new member, with the session id for the cookie.
 * @throws AppError as `signUp` does.
 */
export async function signUpWithSession(
  input: SignUpInput,
  from: ClientInfo,
): Promise<CreatedUser & { token: string }> {
  const token = newSessionToken()
  const member = await signUp(input, (tx, userId) =>
    insertSession(tx, { userId, remember: false, from, token }),
  )
  log.info({ event: 'session.opened', userId: member.id, area: addressKey(from.ip) })
  return { ...member, token }
}

/** To be called with the lock of the member, so that no change of the password comes between check and log-in. */
async function requireCredential(tx: Transaction, userId: number, credential: string): Promise<void> {
  const { passwordHash } = await tx.user.findUniqueOrThrow({
    where: { id: userId },
    select: { passwordHash: true },
  })
  if (!passwordHash || credentialDigest(passwordHash) !== credential)
    throw new AppError('wrong-credentials', 'the password has changed since it was checked')
}

/** What a password change hands to the browser that asked for it. */
export type ChangedPassword = {
  /** The new session id. */
  token: string
  /** When the session ends; null when it ends with the browser. */
  expires: Date | null
  credential: string
}

/**
 * Sets a new password, ends every other session of the member and replaces the one in use, so that an id that was
 * stolen before is worthless (ASVS 7.2.4, 7.4.3).
 * @throws AppError `invalid` when the current password is wrong or the new one weak; `reauthenticate` when there is
 * none and the log-in is too old; `unauthenticated` when the session ended in the meantime.
 */
export async function changePassword(viewer: Viewer, input: PasswordInput): Promise<ChangedPassword> {
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
  const { ended, expires } = await transaction(async (tx) => {
    await lockUser(tx, viewer.id)
    const replaced = await replaceSessions(tx, viewer, token)
    // Another change may have come first while this one was hashing.
    const { count } = await tx.user.updateMany({
      where: { id: viewer.id, passwordHash: current },
      data: { passwordHash },
    })
    if (count === 0) throw fieldError('current', 'current.wrong')
    return replaced
  })
  publish({ type: 'sessions-ended', userId: viewer.id, sessionIds: ended })
  publish({ type: 'session-replaced', userId: viewer.id, sessionId: viewer.sessionId })
  log.info({ event: 'user.password-changed', userId: viewer.id })
  return { token, expires, credential: credentialDigest(passwordHash) }
}

/** Deletes the member's sessions and opens the viewer's anew: a row of its own, so that streams of the old one end. */
async function replaceSessions(
  tx: Transaction,
  viewer: Viewer,
  token: string,
): Promise<{ ended: number[]; expires: Date | null }> {
  const sessions = await tx.session.findMany({ where: { userId: viewer.id } })
  const current = sessions.find(({ id }) => id === viewer.sessionId)
  if (!current) throw new AppError('unauthenticated', 'the session has ended')
  await tx.session.deleteMany({ where: { userId: viewer.id } })
  const { id, ...kept } = current
  await tx.session.create({ data: { ...kept, tokenHash: hashSessionToken(token) } })
  return {
    ended: sessions.flatMap((session) => (session.id === id ? [] : [session.id])),
    expires: kept.remember ? kept.expiresAt : null,
  }
}

/** Ends the session behind a cookie. Idempotent. */
export async function closeSession(token: string): Promise<void> {
  publishEnded(await transaction((tx) => endSessions(tx, { tokenHash: hashSessionToken(token) })))
  log.info({ event: 'session.closed' })
}

/** Ends one of the viewer's own sessions, or all but the one in use. Idempotent. @returns how many ended */
export async function revokeSessions(viewer: Viewer, input: RevokeInput): Promise<number> {
  const which = input.session === 'others' ? { NOT: { id: viewer.sessionId } } : { id: input.session }
  const ended = await transaction(async (tx) => {
    await lockUser(tx, viewer.id)
    return endSessions(tx, { ...which, userId: viewer.id })
  })
  publishEnded(ended)
  log.info({ event: 'session.revoked', userId: viewer.id, count: ended.length })
  return ended.length
}

type EndedSession = { id: number; userId: number }

async function endSessions(tx: Transaction, where: Prisma.SessionWhereInput): Promise<EndedSession[]> {
  const rows = await tx.session.findMany({ where, select: { id: true, userId: true } })
  await tx.session.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } })
  return rows
}

/** Ends the open event streams of sessions that have ended. */
function publishEnded(sessions: EndedSession[]): void {
  for (const { id, userId } of sessions) publish({ type: 'sessions-ended', userId, sessionIds: [id] })
}

/**
 * Notes that the viewer is here; called at most once a minute for a session.
 * @param expiresAt The new end of a session that is renewed.
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
