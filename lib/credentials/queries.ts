import { credentialDigest } from '../crypto/credential'
import { db, type Transaction } from '../db/db'
import { AppError } from '../errors'

/** The digest of a user's stored password hash, or of an empty text for a user without a password. */
export async function currentCredential(userId: number): Promise<string> {
  const user = await db.user.findUnique({ where: { id: userId }, select: { passwordHash: true } })
  return credentialDigest(user?.passwordHash ?? '')
}

/**
 * Checks that the password is still the one that `authenticate` verified, and that the user has not been suspended since
 * then. The caller locks the user, so that neither changes before the log-in.
 * @throws AppError `wrong-credentials`; `banned`
 */
export async function requireCredential(tx: Transaction, userId: number, credential: string): Promise<void> {
  const { passwordHash, bannedAt } = await tx.user.findUniqueOrThrow({
    where: { id: userId },
    select: { passwordHash: true, bannedAt: true },
  })
  if (!passwordHash || credentialDigest(passwordHash) !== credential)
    throw new AppError('wrong-credentials', 'the password has changed since it was checked')
  if (bannedAt) throw new AppError('banned', `user ${userId}`)
}

/**
 * Refuses a session after a log-in without a password, through another provider. The caller locks the user.
 * @throws AppError `banned`
 */
export async function requireNoSuspension(tx: Transaction, userId: number): Promise<void> {
  const user = await tx.user.findUnique({ where: { id: userId }, select: { bannedAt: true } })
  if (user?.bannedAt) throw new AppError('banned', `user ${userId}`)
}

/**
 * Refuses a session or an API token for an account whose member has requested its deletion. The caller locks the user.
 * @throws AppError `deletion-pending` while the member can keep the account; `wrong-credentials` afterwards
 */
export async function requireNoPendingDeletion(tx: Transaction, userId: number): Promise<void> {
  const deletion = await tx.accountDeletion.findUnique({ where: { userId } })
  if (!deletion) return
  const canBeKept = !deletion.startedAt && deletion.dueAt > new Date()
  throw new AppError(canBeKept ? 'deletion-pending' : 'wrong-credentials', 'the account is to be deleted')
}
