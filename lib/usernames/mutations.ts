import type { Transaction } from '../db/db'
import { AppError } from '../errors'
import { isReservedForOther } from './queries'

/** Milliseconds for which a name that was given up is kept for its last owner. */
const keptFor = 30 * 24 * 60 * 60 * 1000

/** Names that are kept for one member; of more, the oldest are freed, so that nobody blocks names by the hundred. */
const keptNames = 10

/**
 * Takes a name that may have been given up. To be called after the write that sets it: the unique index makes that write
 * wait for a rename that is freeing the name, and only then is the release of the name seen.
 * @throws AppError `conflict` when it is kept for another member.
 */
export async function claimUsername(tx: Transaction, userId: number, usernameKey: string): Promise<void> {
  if (await isReservedForOther(tx, usernameKey, userId))
    throw new AppError('conflict', 'released username', { fieldErrors: { username: 'username.taken' } })
  await tx.releasedUsername.deleteMany({ where: { usernameKey } })
}

/** Keeps a name that a member gives up from everybody else for 30 days, and clears expired ones away. */
export async function releaseUsername(
  tx: Transaction,
  userId: number,
  usernameKey: string,
  now = new Date(),
): Promise<void> {
  const row = { userId, expiresAt: new Date(now.getTime() + keptFor) }
  await tx.releasedUsername.deleteMany({ where: { expiresAt: { lte: now } } })
  await tx.releasedUsername.upsert({ where: { usernameKey }, create: { usernameKey, ...row }, update: row })
  const surplus = await tx.releasedUsername.findMany({
    where: { userId },
    orderBy: [{ expiresAt: 'desc' }, { usernameKey: 'desc' }],
    skip: keptNames,
    select: { usernameKey: true },
  })
  const keys = surplus.map((one) => one.usernameKey)
  await tx.releasedUsername.deleteMany({ where: { usernameKey: { in: keys } } })
}
