import { credentialDigest } from '../crypto/credential'
import { knownDevice } from '../crypto/known-device'
import { db, transaction } from '../db/db'
import { AppError } from '../errors'
import { log } from '../log/log'
import { hashPassword, needsRehash, refuseWhenBusy, verifyPassword } from '../passwords/passwords'
import { addressKey, type LimitName, refund, spend } from '../rate-limit/rate-limit'
import { replaceNul } from '../text/code-points'

/** A user whose password was verified, and the digest of the stored hash. */
export type VerifiedUser = { id: number; credential: string }

/**
 * Verifies a username or email address with a password. An unknown user and a wrong password are indistinguishable by
 * response, time and limits: 10 failures per account and 30 per IP address in 15 minutes. A device that has logged in
 * to the account before has a separate limit of 10 failures instead, so that others cannot lock its user out.
 * Successful log-ins are limited to 100 an hour per user; scripts should keep their session.
 * @param ip the IP address of the client
 * @param proofs proofs of earlier log-ins from the browser's cookie (lib/crypto/known-device.ts)
 * @throws AppError `wrong-credentials`; `banned`, only after a correct password; `rate-limited`; `busy`
 */
export async function authenticate(
  identifier: string,
  password: string,
  ip: string,
  proofs: string[] = [],
): Promise<VerifiedUser> {
  // Before the limits: an attempt that is not made does not count.
  refuseWhenBusy()
  const name = replaceNul(identifier.trim().toLowerCase())
  const user = await db.user.findFirst({
    where: name.includes('@') ? { emailKey: name } : { usernameKey: name },
    select: { id: true, passwordHash: true, bannedAt: true },
  })
  const attemptLimits = limitsOf(user, name, addressKey(ip), proofs)
  for (const [limit, key] of attemptLimits) await spend(limit, key)
  const passwordHash = await verifiedHash(user, password)
  if (!user || !passwordHash) {
    log.warn({ event: 'session.refused', userId: user?.id ?? null, area: addressKey(ip) }, 'log-in failed')
    throw new AppError('wrong-credentials')
  }
  // Before the refund: above this limit, a successful attempt counts like a failed one.
  await spend('login-success', String(user.id))
  for (const [limit, key] of attemptLimits) await refund(limit, key, limit === 'login-ip' ? 1 : 'all')
  if (user.bannedAt) throw new AppError('banned', `user ${user.id}`)
  return { id: user.id, credential: credentialDigest(passwordHash) }
}

/** The limits and keys that a failed attempt counts against. */
function limitsOf(
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
 * Compares a password with a user's hash, and replaces a hash of a lower cost. Takes the same time without a user.
 * @returns the hash that is now stored; null when the password is wrong
 */
export async function verifiedHash(user: StoredUser | null, password: string): Promise<string | null> {
  let passwordHash = user?.passwordHash ?? null
  for (;;) {
    const matches = await verifyPassword(password, passwordHash)
    if (!matches || !user || !passwordHash) return null
    const current = await rehashIfNeeded(user.id, password, passwordHash)
    if (current) return current
    // Another log-in or a password change has replaced the hash: compare with the new one.
    const select = { passwordHash: true } as const
    passwordHash = (await db.user.findUnique({ where: { id: user.id }, select }))?.passwordHash ?? null
  }
}

/**
 * Hashes a password again when the configured cost is higher than that of the stored hash.
 * @param digest the stored hash, which the password matches
 * @returns the hash that is now stored; null when another request has replaced `digest`
 */
async function rehashIfNeeded(userId: number, password: string, digest: string): Promise<string | null> {
  if (!needsRehash(digest)) return digest
  const passwordHash = await hashPassword(password, { admitted: true })
  const { count } = await transaction((tx) =>
    tx.user.updateMany({ where: { id: userId, passwordHash: digest }, data: { passwordHash } }),
  )
  return count === 0 ? null : passwordHash
}
