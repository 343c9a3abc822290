import { db, type Transaction } from '../db/db'
import { isReservedUsername } from './policy'

/** The key of a message in `errors`. */
export type UsernameProblem = 'username.taken' | 'username.reserved'

/**
 * Why a member may not have a username.
 * @param username Well-formed, in any case.
 * @param ownId Who asks for it: what they have, or gave up less than 30 days ago, is free for them. 0 for a newcomer.
 * @returns null when it is free.
 */
export async function findUsernameProblem(
  username: string,
  ownId: number,
  now = new Date(),
): Promise<UsernameProblem | null> {
  const usernameKey = username.toLowerCase()
  const owner = await db.user.findUnique({ where: { usernameKey }, select: { id: true } })
  if (owner) return owner.id === ownId ? null : 'username.taken'
  if (isReservedUsername(username)) return 'username.reserved'
  return (await isReservedForOther(db, usernameKey, ownId, now)) ? 'username.taken' : null
}

/** Whether another member gave a name up less than 30 days ago. */
export async function isReservedForOther(
  reader: Pick<Transaction, 'releasedUsername'>,
  usernameKey: string,
  ownId: number,
  now = new Date(),
): Promise<boolean> {
  const released = await reader.releasedUsername.findUnique({ where: { usernameKey } })
  return released !== null && released.expiresAt > now && released.userId !== ownId
}
