import { db, engine } from '../db/db'

/**
 * Waits until a transaction waits for a row lock. Returns at once on SQLite, where a write transaction begins only after
 * the previous one has ended.
 */
export async function waitForBlockedTransaction(): Promise<void> {
  if (engine === 'sqlite') return
  for (let blocked = 0n; blocked === 0n; ) {
    const rows = await db.$queryRaw<{ count: bigint }[]>`
      SELECT COUNT(*) AS count FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`
    blocked = BigInt(rows[0]?.count ?? 0)
  }
}
