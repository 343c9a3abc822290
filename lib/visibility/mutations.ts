import type { Transaction } from '../db/db'
import { lockUser } from '../db/locks'

/**
 * Makes two members wait their turn until the transaction ends, in the order of their ids: a block and what it forbids
 * never cross. To be called first, before anything is read that a block decides.
 */
export async function lockPair(tx: Transaction, one: number, other: number): Promise<void> {
  for (const id of [one, other].sort((a, b) => a - b)) await lockUser(tx, id)
}
