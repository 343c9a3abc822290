import type { Transaction } from './db'

/**
 * Locks a member's row until the transaction ends. Lock it before anything that belongs to the member (sessions above
 * all) and, of several members, in the order of their ids: a consistent lock order prevents deadlocks.
 */
export async function lockUser(tx: Transaction, userId: number): Promise<void> {
  // The same statement on both engines: SQLite knows no SELECT … FOR UPDATE, and its transactions run one at a time.
  await tx.$executeRaw`UPDATE users SET follower_count = follower_count WHERE id = ${userId}`
}
