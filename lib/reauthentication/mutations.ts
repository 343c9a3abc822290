import type { Transaction } from '../db/db'
import { AppError, fieldError } from '../errors'
import { log } from '../log/log'
import { verifyPassword } from '../passwords/passwords'
import { spend } from '../rate-limit/rate-limit'
import type { Viewer } from '../viewer'
import { readCredentials } from './queries'

/** The stored hash at the time when a member proved who they are. */
export type Proof = { passwordHash: string | null }

/**
 * Makes sure that it is the member who asks for a sensitive change (ASVS 7.5.1, 7.5.3): by the current password, or by a
 * log-in less than ten minutes old. Ten passwords may be tried in 15 minutes.
 * @param current What was typed as the current password; empty when the form did not ask.
 * @returns What `requireProof` compares in the transaction of the change.
 * @throws AppError `invalid` on the field `current`; `rate-limited`; `reauthenticate` for an account without a password.
 */
export async function confirmIdentity(viewer: Viewer, current: string, now = new Date()): Promise<Proof> {
  const { passwordHash, needed } = await readCredentials(viewer, now)
  if (needed === 'none') return { passwordHash }
  if (needed === 'log-in') throw new AppError('reauthenticate', 'the log-in is too old')
  if (!current) throw fieldError('current', 'current.required')
  await spend('password-change', String(viewer.id))
  if (await verifyPassword(current, passwordHash)) return { passwordHash }
  log.warn({ event: 'user.confirmation-refused', userId: viewer.id }, 'wrong current password')
  throw fieldError('current', 'current.wrong')
}

/**
 * Makes sure that a proof still holds: neither was the password replaced since, nor did the session end. To be called
 * in the transaction of the change, after the member's row is locked.
 * @throws AppError `unauthenticated`
 */
export async function requireProof(tx: Transaction, viewer: Viewer, proof: Proof): Promise<void> {
  const where = {
    id: viewer.id,
    passwordHash: proof.passwordHash,
    sessions: { some: { id: viewer.sessionId } },
  }
  if ((await tx.user.count({ where })) === 0)
    throw new AppError('unauthenticated', 'the proof no longer holds')
}
