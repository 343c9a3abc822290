import { type Transaction, transaction } from '../db/db'
import { lockUser } from '../db/locks'
import { AppError } from '../errors'
import { log } from '../log/log'
import { deleteGrantsOfOwnApps } from '../oauth-grants/mutations'
import { endAllSessions, publishEndedSessions } from '../sessions/mutations'
import { deleteUserTokens } from '../user-tokens/mutations'
import type { Admin } from '../viewer'
import { getSuspension } from './queries'

/** A member whom `suspendMember` or `unsuspendMember` has found. */
export type Suspension = { username: string; isChanged: boolean }

/**
 * Suspends a member: all sessions and their event streams end, API tokens and links to choose a password become invalid,
 * and log-ins are refused. What the member has written stays. Idempotent.
 * @param username in any case
 * @returns null when there is no such member
 */
export async function suspendMember(username: string, now = new Date()): Promise<Suspension | null> {
  const result = await transaction(async (tx) => {
    const user = await lockMember(tx, username)
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
 * Allows a suspended member to log in again. What a request in progress has created in spite of the suspension, such as a
 * session or a link to choose a password, ends here, so that it never becomes valid. Idempotent.
 * @param username in any case
 * @returns null when there is no such member
 */
export async function unsuspendMember(username: string): Promise<Suspension | null> {
  const user = await transaction(async (tx) => {
    const found = await lockMember(tx, username)
    if (!found?.bannedAt) return found
    // Event streams belong to valid sessions only: there is none to end.
    await endAccess(tx, found.id)
    await tx.user.update({ where: { id: found.id }, data: { bannedAt: null }, select: { id: true } })
    return found
  })
  return user && report(user, user.bannedAt !== null, 'user.unsuspended')
}

/**
 * Suspends a member in the name of an administrator, or allows them to log in again. Idempotent.
 * @throws AppError `not-found`; `forbidden` for an administrator, whom only the operator of the server can suspend
 */
export async function setSuspension(admin: Admin, userId: number, isSuspended: boolean): Promise<void> {
  const member = await getSuspension(admin, userId)
  if (!member) throw new AppError('not-found', `user ${userId}`)
  if (member.isAdmin) throw new AppError('forbidden', 'an administrator')
  const change = isSuspended ? suspendMember : unsuspendMember
  const result = await change(member.username)
  if (!result) throw new AppError('not-found', `user ${userId} has another name now`)
  if (result.isChanged) log.info({ event: 'admin.suspension', userId: admin.id, member: userId, isSuspended })
}

async function endAccess(tx: Transaction, userId: number) {
  await deleteUserTokens(tx, userId, 'reset-password')
  await deleteGrantsOfOwnApps(tx, userId)
  return endAllSessions(tx, userId)
}

type LockedMember = { id: number; username: string; bannedAt: Date | null }

/** Locks the row of a member whose account is not deleted. */
async function lockMember(tx: Transaction, username: string): Promise<LockedMember | null> {
  const where = { usernameKey: username.toLowerCase(), deletedAt: null }
  const found = await tx.user.findFirst({ where, select: { id: true } })
  if (!found) return null
  await lockUser(tx, found.id)
  const select = { id: true, username: true, bannedAt: true } as const
  return tx.user.findFirst({ where: { id: found.id, deletedAt: null }, select })
}

function report({ id, username }: LockedMember, isChanged: boolean, event: string): Suspension {
  if (isChanged) log.info({ event, userId: id })
  return { username, isChanged }
}
