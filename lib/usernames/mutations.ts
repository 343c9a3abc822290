import type { Transaction } from '../db/db'
import { AppError } from '../errors'
import { isReservedForOther } from './queries'

/** Milliseconds for which a released name is reserved for its last owner. */
const reservationPeriod = 30 * 24 * 60 * 60 * 1000

/** Names that are reserved for one user. Above this number the oldest become free, so that nobody can block many names. */
const maxReservations = 10

/**
 * Claims a name that may have been released. Called after the write that sets it: the unique index makes that write wait
 * for a concurrent rename that releases the name, and only then is the release visible.
 * @throws AppError `conflict` when it is reserved for another user
 */
export async function claimUsername(tx: Transaction, userId: number, usernameKey: string): Promise<void> {
  if (await isReservedForOther(tx, usernameKey, userId))
    throw new AppError('conflict', 'released username', { fieldErrors: { username: 'username.taken' } })
  await tx.releasedUsername.deleteMany({ where: { usernameKey } })
}

/** Reserves the former name of a user for them, for 30 days. Deletes expired reservations. */
export async function releaseUsername(
  tx: Transaction,
  userId: number,
  usernameKey: string,
  now = new Date(),
): Promise<void> {
  const row = { userId, expiresAt: new Date(now.getTime() + reservationPeriod) }
  await tx.releasedUsername.deleteMany({ where: { expiresAt: { lte: now } } })
  await tx.releasedUsername.upsert({ where: { usernameKey }, create: { usernameKey, ...row }, update: row })
  const surplus = await tx.releasedUsername.findMany({
    where: { userId },
    orderBy: [{ expiresAt: 'desc' }, { usernameKey: 'desc' }],
    skip: maxReservations,
    select: { usernameKey: true },
  })
  const keys = surplus.map((one) => one.usernameKey)
  await tx.releasedUsername.deleteMany({ where: { usernameKey: { in: keys } } })
}
