import { credentialDigest } from '../crypto/credential'
import { knownDevice } from '../crypto/known-device'
import { db, transaction } from '../db/db'
import { AppError } from '../errors'
import { log } from '../log/log'
import { hashPassword, needsRehash, refuseWhenBusy, verifyPassword } from '../passwords/passwords'
import { addressKey, type LimitName, refund, spend } from '../rate-limit/rate-limit'
import { stripNul } from '../text/code-points'

/** A member who has proved to know the password, and the digest of the hash that it was compared with. */
export type VerifiedUser = { id: number; credential: string }

/**
 * Checks a name or e-mail address with a password. Unknown members and wrong passwords are told apart neither by the
 * answer, nor by the time, nor by the limits: 10 failures an account, by whatever name, and 30 an address in 15 minutes.
 * A device that has logged in to the account before has 10 failures of its own instead, so that no stranger can lock
 * its member out. Who knows the password may log in 100 times an hour; scripts should keep their session.
 * @param ip The client's address.
 * @param proofs What the browser keeps of earlier log-ins (lib/crypto/known-device.ts).
 * @throws AppError `wrong-credentials`, `banned` (only to who knows the password), `rate-limited` or `busy`.
 */
export async function authenticate(
  identifier: string,
  password: string,
  ip: string,
  proofs: string[] = [],
): Promise<VerifiedUser> {
  // Before anything is counted: a try that was never made costs nothing.
  refuseWhenBusy()
  const name = stripNul(identifier.trim().toLowerCase())
  const user = await db.user.findFirst({
    where: name.includes('@') ? { emailKey: name } : { usernameKey: name },
    select: { id: true, passwordHash: true, bannedAt: true },
  })
  const tries = triesOf(user, name, addressKey(ip), proofs)
  for (const [limit, key] of tries) await spend(limit, key)
  const passwordHash = await verifiedHash(user, password)
  if (!user || !passwordHash) {
    log.warn({ event: 'session.refused', userId: user?.id ?? null, area: addressKey(ip) }, 'log-in failed')
    throw new AppError('wrong-credentials')
  }
  // Before anything is given back: who has logged in too often has the tries of one who fails.
  await spend('login-success', String(user.id))
  for (const [limit, key] of tries) await refund(limit, key, limit === 'login-ip' ? 1 : 'all')
  if (user.bannedAt) throw new AppError('banned', `user ${user.id}`)
  return { id: user.id, credential: credentialDigest(passwordHash) }
}

/** The limits that an attempt counts against until it succeeds. */
function triesOf(
  user: StoredUser | null,
  name: string,
  address: string,
  proofs: string[],
): [limit: LimitName, key: string][] {
  const device = knownDevice(proofs, user?.id ?? 0, credentialDigest(user?.passwordHash ?? ''))
  if (user?.passwordHash && device) return [['login-device', `${user.id}:${device}`]]
  return [
    ['login-ip', address],
    ['login-account', user ? `member:${user.id}` : `name:${name}`],
  ]
}

type StoredUser = { id: number; passwordHash: string | null }

/**
 * Compares a password with the hash of a member, or for the same time with none, and replaces a hash of a lower cost.
 * @returns The hash that is stored now; only a change of the password replaces it. null when the password is wrong.
 */
export async function verifiedHash(user: StoredUser | null, password: string): Promise<string | null> {
  let passwordHash = user?.passwordHash ?? null
  for (;;) {
    const matches = await verifyPassword(password, passwordHash)
    if (!matches || !user || !passwordHash) return null
    const current = await rehashIfNeeded(user.id, password, passwordHash)
    if (current) return current
    // Replaced in the meantime, by another log-in or by a change of the password: compare with what is stored now.
    const select = { passwordHash: true } as const
    passwordHash = (await db.user.findUnique({ where: { id: user.id }, select }))?.passwordHash ?? null
  }
}

/**
 * Hashes a password again when the cost has risen since it was stored.
 * @param digest The stored hash, with which the password has been compared.
 * @returns The hash that is stored now; null when another request has replaced `digest` in the meantime.
 */
async function rehashIfNeeded(userId: number, password: string, digest: string): Promise<string | null> {
  if (!needsRehash(digest)) return digest
  const passwordHash = await hashPassword(password, { admitted: true })
  const { count } = await transaction((tx) =>
    tx.user.updateMany({ where: { id: userId, passwordHash: digest }, data: { passwordHash } }),
  )
  return count === 0 ? null : passwordHash
}
