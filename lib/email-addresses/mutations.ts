import type { Transaction } from '../db/db'
import { AppError } from '../errors'
import type { Locale } from '../i18n/locales'
import { enqueueJob } from '../jobs/enqueue'
import { tokenLifetimes } from '../user-tokens/policy'
import { isEmailReserved } from './queries'
import { verificationTask } from './schema'

/**
 * Enqueues the mail with the link that confirms an address: the current one of the user, or the pending one. Call
 * `announceJobs` with the result after commit.
 * @param locale the language of the page, for a user who has chosen none
 * @returns the id of the job; null when the mail is enqueued already
 */
export function enqueueVerification(
  tx: Transaction,
  userId: number,
  email: string,
  locale: Locale,
): Promise<string | null> {
  const key = `${verificationTask.kind}:${userId}:${email.toLowerCase()}`
  return enqueueJob(tx, verificationTask, { userId, email, locale }, { key })
}

/**
 * Claims an address that may be reserved. Called after the write that sets it: the unique index makes that write wait for
 * a concurrent change that releases the address, and only then is the reservation visible.
 * @throws AppError `conflict` when it is reserved for another user
 */
export async function claimEmail(tx: Transaction, userId: number, emailKey: string): Promise<void> {
  if (await isEmailReserved(tx, emailKey, userId))
    throw new AppError('conflict', 'released address', { fieldErrors: { email: 'email.taken' } })
  await tx.releasedEmail.deleteMany({ where: { emailKey } })
}

/**
 * Reserves the former address of a user for as long as a link can restore it, so that nobody can prevent that by signing
 * up with it. Deletes expired reservations.
 * @returns when the reservation expires
 */
export async function reserveFormerEmail(
  tx: Transaction,
  userId: number,
  email: string,
  now = new Date(),
): Promise<Date> {
  const expiresAt = new Date(now.getTime() + tokenLifetimes['undo-email-change'])
  const [emailKey, row] = [email.toLowerCase(), { userId, email, expiresAt }]
  await tx.releasedEmail.deleteMany({ where: { expiresAt: { lte: now } } })
  await tx.releasedEmail.upsert({ where: { emailKey }, create: { emailKey, ...row }, update: row })
  return expiresAt
}
