import { credentialDigest } from '../crypto/credential'
import { db } from '../db/db'
import { findUserToken } from '../user-tokens/queries'

/**
 * Finds the member whom a link to choose a new password belongs to.
 * @returns null for a token that is invalid, expired or used, whose password or address has changed since, or of a banned
 *   member
 */
export async function findResetToken(
  token: string,
  client: Pick<typeof db, 'userToken' | 'user'> = db,
): Promise<{ userId: number } | null> {
  const row = await findUserToken('reset-password', token, client)
  if (!row) return null
  const user = await client.user.findUnique({
    where: { id: row.userId },
    select: { passwordHash: true, bannedAt: true, email: true },
  })
  // A link that was sent to a former address proves nothing about the current one.
  const isCurrent = user?.email === row.email && credentialDigest(user.passwordHash ?? '') === row.credential
  return isCurrent && !user.bannedAt ? { userId: row.userId } : null
}

/** Returns the account that a reset link belongs to. The strength estimate uses its name and address. */
export async function getResetAccount(
  token: string,
): Promise<{ username: string; email: string; displayName: string } | null> {
  const found = await findResetToken(token)
  if (!found) return null
  return db.user.findUnique({
    where: { id: found.userId },
    select: { username: true, email: true, displayName: true },
  })
}
