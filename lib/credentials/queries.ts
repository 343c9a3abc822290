import { credentialDigest } from '../crypto/credential'
import { db } from '../db/db'

/** The digest of a member's password hash as it is stored now; null for a member without a password. */
export async function currentCredential(userId: number): Promise<string | null> {
  const user = await db.user.findUnique({ where: { id: userId }, select: { passwordHash: true } })
  return user?.passwordHash ? credentialDigest(user.passwordHash) : null
}
