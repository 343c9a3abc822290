import { engine, Prisma, type Transaction } from './db'

// Row locks for transactions that read a row before they decide what to write. On PostgreSQL they are taken with
// FOR NO KEY UPDATE, the lock of an ordinary UPDATE, so that rows which reference the locked one can still be inserted.
// SQLite needs none: its write transactions run one after another (write-lock.ts).
//
// Lock order. Two transactions that lock the same rows in a different order can deadlock, so every transaction locks
//   1. users, in ascending order of their ids,
//   2. posts, from a reply up to its root, which is descending order of their ids,
//   3. conversations,
//   4. exports,
//   5. notifications,
//   6. signals,
//   7. webhooks,
//   8. their deliveries,
//   9. apps of OAuth, and then their grants,
// and leaves out what it does not need. Rows that a transaction updates count as locked from the update on.

/** Locks a user's row until the transaction ends. */
export async function lockUser(tx: Transaction, id: number): Promise<void> {
  await lockUsers(tx, [id])
}

/** Locks the rows of several users, in ascending order of their ids. */
export async function lockUsers(tx: Transaction, ids: number[]): Promise<void> {
  if (engine === 'sqlite' || ids.length === 0) return
  await tx.$queryRaw`SELECT id FROM users WHERE id IN (${Prisma.join(ids)}) ORDER BY id FOR NO KEY UPDATE`
}

/**
 * Locks a post's row until the transaction ends, also that of a deleted post which is kept as a placeholder.
 * @returns whether there is such a row
 */
export async function lockPost(tx: Transaction, id: number): Promise<boolean> {
  return (await lockPosts(tx, [id])).length > 0
}

/**
 * Locks the rows of several posts, replies before the posts that they answer.
 * @returns the ids of those that exist, in descending order
 */
export async function lockPosts(tx: Transaction, ids: number[]): Promise<number[]> {
  if (ids.length === 0) return []
  const rows = await tx.$queryRaw<{ id: number }[]>`
    SELECT id FROM posts WHERE id IN (${Prisma.join(ids)}) ORDER BY id DESC ${forUpdate}`
  return rows.map((row) => Number(row.id))
}

/** Locks one side of a conversation until the transaction ends. Does nothing when there is no such row. */
export async function lockConversation(tx: Transaction, ownerId: number, partnerId: number): Promise<void> {
  if (engine === 'sqlite') return
  await tx.$queryRaw`
    SELECT owner_id FROM conversations WHERE owner_id = ${ownerId} AND partner_id = ${partnerId}
    FOR NO KEY UPDATE`
}

/**
 * Prevents the deletion of an app until the transaction ends.
 * @returns whether there is such an app
 */
export async function holdOAuthApp(tx: Transaction, id: number): Promise<boolean> {
  const lock = engine === 'postgresql' ? Prisma.sql`FOR KEY SHARE` : Prisma.empty
  return (await tx.$queryRaw<unknown[]>`SELECT id FROM oauth_apps WHERE id = ${id} ${lock}`).length > 0
}

/**
 * Locks a grant of OAuth until the transaction ends.
 * @returns whether there is such a grant
 */
export async function lockOAuthGrant(tx: Transaction, id: number): Promise<boolean> {
  return (await tx.$queryRaw<unknown[]>`SELECT id FROM oauth_grants WHERE id = ${id} ${forUpdate}`).length > 0
}

const forUpdate = engine === 'postgresql' ? Prisma.sql`FOR NO KEY UPDATE` : Prisma.empty
