import { type Transaction, transaction } from '../db/db'
import { lockUser } from '../db/locks'
import { AppError } from '../errors'
import { log } from '../log/log'
import { deleteGrantsOfOwnApps } from '../oauth-grants/mutations'
import { endAllSessions, publishEndedSessions } from '../sessions/mutations'
import { deleteUserTokens } from '../user-tokens/mutations'
import type { Admin } from '../viewer'

/** A member whom `suspendMember` or `unsuspendMember` has found. */
export type Suspension = { username: string; isChanged: boolean }

/**
 * Suspends a member: all sessions and their event streams end, API tokens and links to choose a password become invalid,
 * and log-ins are refused. What the member has written stays. Idempotent.
 * @param username in any case
 * @returns null when there is no such member
 */
export function suspendMember(username: string, now = new Date()): Promise<Suspension | null> {
  return suspend((tx) => lockMember(tx, { usernameKey: username.toLowerCase() }), now)
}

async function suspend(lock: LockMember, now = new Date()): Promise<Suspension | null> {
  const result = await transaction(async (tx) => {
    const user = await lock(tx)
    if (!user) return null
    await tx.user.updateMany({ where: { id: user.id, bannedAt: null }, data: { bannedAt: now } })
    // Also when the member was suspended before: another version may have left sessions.
    return { user, ended: await endAccess(tx, user.id) }
  })
  if (!result) return null
  const { user, ended } = result
  publishEndedSessions(ended)
  return report(user, user.bannedAt === null, 'user.suspended')
}

/**
 * Allows a suspended member to log in again. What a request in progress has created despite the suspension, such as a
 * session or a link to choose a password, ends here, so that it never becomes valid. Idempotent.
 * @param username in any case
 * @returns null when there is no such member
 */
export function unsuspendMember(username: string): Promise<Suspension | null> {
  return unsuspend((tx) => lockMember(tx, { usernameKey: username.toLowerCase() }))
}

async function unsuspend(lock: LockMember): Promise<Suspension | null> {
  const user = await transaction(async (tx) => {
    const found = await lock(tx)
    if (!found?.bannedAt) return found
    // Event streams belong to valid sessions only: there is none to end.
    await endAccess(tx, found.id)
    await tx.user.update({ where: { id: found.id }, data: { bannedAt: null }, select: { id: true } })
    return found
  })
  return user && report(user, user.bannedAt !== null, 'user.unsuspended')
}

/**
 * Suspends a member on behalf of an administrator, or allows them to log in again. Idempotent.
 * @throws AppError `not-found`; `forbidden` for an administrator, whom only the operator of the server can suspend
 */
export async function setSuspension(admin: Admin, userId: number, isSuspended: boolean): Promise<void> {
  const lock: LockMember = async (tx) => {
    const member = await lockMember(tx, { id: userId })
    if (member?.role === 'admin') throw new AppError('forbidden', 'cannot suspend an administrator')
    return member
  }
  const result = await (isSuspended ? suspend(lock) : unsuspend(lock))
  if (!result) throw new AppError('not-found', `user ${userId}`)
  if (result.isChanged) log.info({ event: 'admin.suspension', userId: admin.id, member: userId, isSuspended })
}

async function endAccess(tx: Transaction, userId: number) {
  await deleteUserTokens(tx, userId, 'reset-password')
  await deleteGrantsOfOwnApps(tx, userId)
  return endAllSessions(tx, userId)
}

type LockedMember = { id: number; username: string; role: string; bannedAt: Date | null }
type LockMember = (tx: Transaction) => Promise<LockedMember | null>

/** Locks the row of a member whose account is not deleted. */
async function lockMember(
  tx: Transaction,
  key: { id: number } | { usernameKey: string },
): Promise<LockedMember | null> {
  const found = await tx.user.findFirst({ where: { ...key, deletedAt: null }, select: { id: true } })
  if (!found) return null
  await lockUser(tx, found.id)
  const select = { id: true, username: true, role: true, bannedAt: true } as const
  return tx.user.findFirst({ where: { id: found.id, deletedAt: null }, select })
}

function report({ id, username }: LockedMember, isChanged: boolean, event: string): Suspension {
  if (isChanged) log.info({ event, userId: id })
  return { username, isChanged }
}
