import { credentialDigest } from '../crypto/credential'
import { db, type Transaction } from '../db/db'

/** The proof of a log-in to an account that is about to be deleted, which allows cancelling the deletion. */
export type CancellationProof = {
  userId: number
  /** The digest of the password hash at the log-in; absent after a log-in at another provider. */
  credential?: string | undefined
}

/** An account that its member can still keep. */
export type PendingDeletion = { username: string; dueAt: Date }

/**
 * Finds the deletion that a member can still undo.
 * @returns null when there is none, when the account is due, or when the password has changed since the log-in
 */
export async function findPendingDeletion(
  { userId, credential }: CancellationProof,
  client: Pick<Transaction, 'accountDeletion'> = db,
  now = new Date(),
): Promise<PendingDeletion | null> {
  const row = await client.accountDeletion.findFirst({
    where: { userId, startedAt: null, dueAt: { gt: now } },
    select: { dueAt: true, user: { select: { username: true, passwordHash: true } } },
  })
  if (!row) return null
  const { username, passwordHash } = row.user
  if (credential !== undefined && credentialDigest(passwordHash ?? '') !== credential) return null
  return { username, dueAt: row.dueAt }
}

/** The ids of all accounts to delete now, those of interrupted runs first. */
export async function listDueAccounts(now = new Date()): Promise<number[]> {
  const rows = await db.accountDeletion.findMany({
    where: { dueAt: { lte: now } },
    orderBy: [{ dueAt: 'asc' }, { userId: 'asc' }],
    select: { userId: true },
  })
  return rows.map(({ userId }) => userId)
}
