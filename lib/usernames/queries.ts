import { db, type Transaction } from '../db/db'
import { isReservedUsername } from './policy'

/** The key of a message in `errors`. */
export type UsernameProblem = 'username.taken' | 'username.reserved'

/**
 * Finds out why a user may not take a username.
 * @param username well-formed, in any case
 * @param ownId the id of the user, who may take their own name and those reserved for them; 0 for a new user
 * @returns null when the user may take it
 */
export async function findUsernameProblem(
  username: string,
  ownId: number,
  now = new Date(),
): Promise<UsernameProblem | null> {
  const usernameKey = username.toLowerCase()
  const owner = await db.user.findUnique({ where: { usernameKey }, select: { id: true } })
  if (owner) return owner.id === ownId ? null : 'username.taken'
  return findReservation(username, ownId, now)
}

/** Finds out why a user may not take a username that no user has; parameters and result as in `findUsernameProblem`. */
export async function findReservation(
  username: string,
  ownId: number,
  now = new Date(),
): Promise<UsernameProblem | null> {
  if (isReservedUsername(username)) return 'username.reserved'
  return (await isReservedForOther(db, username.toLowerCase(), ownId, now)) ? 'username.taken' : null
}

/** Whether a name is reserved for another user, who released it less than 30 days ago. */
export async function isReservedForOther(
  reader: Pick<Transaction, 'releasedUsername'>,
  usernameKey: string,
  ownId: number,
  now = new Date(),
): Promise<boolean> {
  const released = await reader.releasedUsername.findUnique({ where: { usernameKey } })
  return released !== null && released.expiresAt > now && released.userId !== ownId
}
