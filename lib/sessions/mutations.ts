import { db, type Prisma, type Transaction, transaction } from '../db/db'
import { AppError } from '../errors'
import { publish } from '../events/events'
import { log } from '../log/log'
import { verifyPassword } from '../passwords/passwords'
import { addressKey, refund, spend } from '../rate-limit/rate-limit'
import { findable } from '../text/code-points'
import { rehashIfNeeded } from '../users/mutations'
import type { Viewer } from '../viewer-type'
import { lifetime } from './policy'
import type { RevokeInput } from './schema'
import { hashSessionToken, newSessionToken } from './token'

/** Where a request came from, as far as it tells. */
export type Origin = { ip: string; userAgent: string }

/**
 * Checks a name or e-mail address with a password. Unknown members and wrong passwords are told apart neither by the
 * answer, nor by the time, nor by the limits (10 failures an account and 30 an address in 15 minutes).
 * @throws AppError `wrong-credentials`, `banned` (only to who knows the password) or `rate-limited`.
 */
export async function authenticate(
  identifier: string,
  password: string,
  ip: string,
): Promise<{ id: number }> {
  const key = findable(identifier.trim().toLowerCase())
  const address = addressKey(ip)
  await spend('login-ip', address)
  await spend('login-account', key)
  const user = await db.user.findFirst({
    where: key.includes('@') ? { emailKey: key } : { usernameKey: key },
    select: { id: true, passwordHash: true, bannedAt: true },
  })
  if (!(await verifyPassword(password, user?.passwordHash ?? null)) || !user?.passwordHash) {
    log.warn({ event: 'session.refused', userId: user?.id ?? null, area: address }, 'log-in failed')
    throw new AppError('wrong-credentials')
  }
  await refund('login-ip', address, 1)
  await refund('login-account', key, 'all')
  if (user.bannedAt) throw new AppError('banned', `user ${user.id}`)
  await rehashIfNeeded(user.id, password, user.passwordHash)
  return { id: user.id }
}

/**
 * Opens a session and clears away the member's expired ones.
 * @returns The session id for the cookie; the database keeps only its hash.
 */
export async function openSession(userId: number, remember: boolean, from: Origin): Promise<string> {
  const token = newSessionToken()
  const now = new Date()
  await transaction(async (tx) => {
    await tx.session.deleteMany({ where: { userId, expiresAt: { lte: now } } })
    await tx.session.create({
      data: {
        userId,
        remember,
        tokenHash: hashSessionToken(token),
        ip: from.ip.slice(0, 64),
        userAgent: from.userAgent.slice(0, 300),
        expiresAt: new Date(now.getTime() + lifetime(remember).absolute),
      },
    })
  })
  log.info({ event: 'session.opened', userId, area: addressKey(from.ip) })
  return token
}

/** Ends the session behind a cookie. Safe to repeat. */
export async function closeSession(token: string): Promise<void> {
  const where = { tokenHash: hashSessionToken(token) }
  const closed = await transaction(async (tx) => {
    const session = await tx.session.findUnique({ where, select: { id: true, userId: true } })
    await tx.session.deleteMany({ where })
    return session
  })
  if (closed) publish({ type: 'sessions-ended', userId: closed.userId, sessionIds: [closed.id] })
  log.info({ event: 'session.closed' })
}

/** Ends one of the viewer's own sessions, or all but the one in use. Safe to repeat. */
export async function revokeSessions(viewer: Viewer, input: RevokeInput): Promise<number> {
  const which = input.session === 'others' ? { NOT: { id: viewer.sessionId } } : { id: input.session }
  const ended = await transaction((tx) => endSessions(tx, { ...which, userId: viewer.id }))
  publish({ type: 'sessions-ended', userId: viewer.id, sessionIds: ended })
  log.info({ event: 'session.revoked', userId: viewer.id, count: ended.length })
  return ended.length
}

async function endSessions(tx: Transaction, where: Prisma.SessionWhereInput): Promise<number[]> {
  const rows = await tx.session.findMany({ where, select: { id: true } })
  const ids = rows.map(({ id }) => id)
  await tx.session.deleteMany({ where: { id: { in: ids } } })
  return ids
}

/** Notes that the viewer is here; called at most once a minute for a session. */
export async function touchSession(viewer: Viewer, now = new Date()): Promise<void> {
  await transaction(async (tx) => {
    // The user row first, as in lockUser.
    await tx.user.updateMany({ where: { id: viewer.id }, data: { lastSeenAt: now } })
    await tx.session.updateMany({ where: { id: viewer.sessionId }, data: { lastUsedAt: now } })
  })
}
