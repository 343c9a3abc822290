import { setTimeout as sleep } from 'node:timers/promises'
import { type Connection, quoteIdentifier } from '../../../lib/db/connection'
import { type Layout, tableNames } from './layout'

/** Maximum milliseconds to wait until no other transaction writes. */
const lockTimeout = 60_000

/** PostgreSQL's error code lock_not_available. */
const lockNotAvailable = '55P03'

/**
 * Locks out writers, but not readers, until the transaction ends. On SQLite the write transaction already does that.
 * On PostgreSQL all tables are locked at once or none: waiting for one table while holding another could deadlock with
 * a writer, and the server might abort the writer.
 */
export async function lockTables(target: Connection, layout: Layout): Promise<void> {
  const names = tableNames(layout).map(quoteIdentifier).join(', ')
  if (target.engine === 'sqlite' || !names) return
  const deadline = Date.now() + lockTimeout
  await target.execute('SAVEPOINT unlocked')
  for (;;) {
    try {
      return await target.execute(`LOCK TABLE ${names} IN EXCLUSIVE MODE NOWAIT`)
    } catch (error) {
      if ((error as { code?: string }).code !== lockNotAvailable) throw error
      if (Date.now() > deadline)
        throw new Error(
          'Other connections have been writing to the database for a minute: stop the server, then try again.',
        )
    }
    await target.execute('ROLLBACK TO SAVEPOINT unlocked')
    await sleep(5 + Math.random() * 25)
  }
}

/** Deletes all rows, children first. TRUNCATE would block readers and then show them empty tables. */
export async function emptyTables(target: Connection, layout: Layout): Promise<void> {
  for (const name of tableNames(layout).reverse())
    await target.execute(`DELETE FROM ${quoteIdentifier(name)}`)
}
