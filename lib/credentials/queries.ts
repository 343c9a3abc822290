import { credentialDigest } from '../crypto/credential'
import { db } from '../db/db'

/** The digest of a user's stored password hash, or of an empty text for a user without a password. */
export async function currentCredential(userId: number): Promise<string> {
  const user = await db.user.findUnique({ where: { id: userId }, select: { passwordHash: true } })
  return credentialDigest(user?.passwordHash ?? '')
}
