import type { Transaction } from '../db/db'
import { AppError, fieldError } from '../errors'
import { log } from '../log/log'
import { verifyPassword } from '../passwords/passwords'
import { spend } from '../rate-limit/rate-limit'
import type { Viewer } from '../viewer'
import { readCredentials } from './queries'

/** The password hash that was stored when the user proved their identity. */
export type Proof = { passwordHash: string | null }

/**
 * Verifies the viewer's identity before a sensitive change (ASVS 7.5.1, 7.5.3): by a log-in less than ten minutes old or
 * by the current password, with ten attempts in 15 minutes.
 * @param current the typed password; empty when the form has no such field
 * @returns the proof for `requireProof`, in the transaction of the change
 * @throws AppError `invalid` on the field `current`; `rate-limited`; `reauthenticate` for an account without a password
 */
export async function confirmIdentity(viewer: Viewer, current: string, now = new Date()): Promise<Proof> {
  return confirm(viewer, current, await readCredentials(viewer, now))
}

/**
 * Like `confirmIdentity`, but accounts with a password always need it: for changes that destroy data.
 * @throws AppError as `confirmIdentity`
 */
export async function confirmPassword(viewer: Viewer, current: string, now = new Date()): Promise<Proof> {
  const { passwordHash, needed } = await readCredentials(viewer, now)
  return confirm(viewer, current, { passwordHash, needed: passwordHash ? 'password' : needed })
}

async function confirm(
  viewer: Viewer,
  current: string,
  { passwordHash, needed }: Awaited<ReturnType<typeof readCredentials>>,
): Promise<Proof> {
  if (needed === 'none') return { passwordHash }
  if (needed === 'log-in') throw new AppError('reauthenticate', 'the log-in is too old')
  if (!current) throw fieldError('current', 'current.required')
  await spend('password-change', String(viewer.id))
  if (await verifyPassword(current, passwordHash)) return { passwordHash }
  log.warn({ event: 'user.confirmation-refused', userId: viewer.id }, 'wrong current password')
  throw fieldError('current', 'current.wrong')
}

/**
 * Checks that a proof is still valid: the password has not changed and the session or token has not ended. Called in the
 * transaction of the change, after `lockUser`.
 * @throws AppError `unauthenticated`
 */
export async function requireProof(tx: Transaction, viewer: Viewer, proof: Proof): Promise<void> {
  const where = {
    id: viewer.id,
    passwordHash: proof.passwordHash,
    ...(viewer.apiTokenId
      ? { apiTokens: { some: { id: viewer.apiTokenId } } }
      : { sessions: { some: { id: viewer.sessionId } } }),
  }
  if ((await tx.user.count({ where })) === 0)
    throw new AppError('unauthenticated', 'the proof of identity is no longer valid')
}
