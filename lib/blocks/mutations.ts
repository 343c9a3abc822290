import type { Transaction } from '../db/db'

/**
 * Makes two members wait their turn until the transaction ends, in the order of their ids: a block and what it forbids
 * never cross. To be called first, before anything is read that a block decides.
 */
export async function lockPair(tx: Transaction, one: number, other: number): Promise<void> {
  // The same statement on both engines: SELECT … FOR UPDATE is unknown to SQLite, where writers stand in line anyway.
  for (const id of [one, other].sort((a, b) => a - b))
    await tx.$executeRaw`UPDATE users SET follower_count = follower_count WHERE id = ${id}`
}
