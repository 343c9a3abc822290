import { type Transaction, transaction } from '../db/db'
import { lockUser } from '../db/locks'
import { log } from '../log/log'
import { deleteGrantsOfOwnApps } from '../oauth-grants/mutations'
import { endAllSessions, publishEndedSessions } from '../sessions/mutations'
import { deleteUserTokens } from '../user-tokens/mutations'

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
