import { createHash, randomBytes } from 'node:crypto'
import { sign } from '../crypto/signing'
import { type Transaction, transaction } from '../db/db'
import { type TokenPurpose, tokenLifetimes } from './policy'

type NewToken = {
  userId: number
  purpose: TokenPurpose
  /** From `credentialDigest`: the link becomes invalid when the password changes. */
  credential?: string
  /** The address that the link verifies or restores, or to which it is sent. */
  email?: string
  /** By default after the lifetime of the purpose. */
  expiresAt?: Date
}

/**
 * Creates a token for a link. Earlier links of the member stay valid until one of them is used, because mails can arrive
 * in another order.
 * @returns the token: signed, with its purpose and 128 random bits; the database stores only its hash
 */
export async function createUserToken(
  tx: Transaction,
  { userId, purpose, credential = '', email = '', expiresAt = lifetimeEnd(purpose) }: NewToken,
): Promise<string> {
  const id = randomBytes(16).toString('base64url')
  const token = sign(purpose, { purpose, id, expires: expiresAt.toISOString() })
  const data = { tokenHash: hashUserToken(token), userId, purpose, credential, email, expiresAt }
  await tx.userToken.create({ data, select: { id: true } })
  return token
}

const lifetimeEnd = (purpose: TokenPurpose) => new Date(Date.now() + tokenLifetimes[purpose])

/** The hash of a token, as stored in the database. */
export function hashUserToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** Deletes all links of a member for some purposes. Call it with the user locked, when one of them has been used. */
export async function deleteUserTokens(
  tx: Transaction,
  userId: number,
  ...purposes: TokenPurpose[]
): Promise<void> {
  await tx.userToken.deleteMany({ where: { userId, purpose: { in: purposes } } })
}

/** Deletes expired links. @returns how many */
export async function purgeUserTokens(now = new Date()): Promise<number> {
  const { count } = await transaction((tx) => tx.userToken.deleteMany({ where: { expiresAt: { lte: now } } }))
  return count
}
