import { credentialDigest } from '../crypto/credential'
import { db } from '../db/db'

/** The digest of a user's stored password hash; null for a user without a password. */
export async function currentCredential(userId: number): Promise<string | null> {
  const user = await db.user.findUnique({ where: { id: userId }, select: { passwordHash: true } })
  return user?.passwordHash ? credentialDigest(user.passwordHash) : null
}
