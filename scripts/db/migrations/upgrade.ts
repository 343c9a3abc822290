import { type Connection, withConnection } from '../../../lib/db/connection'
import { toOneLine } from '../../../lib/db/explain-error'
import { engineOf } from '../../../lib/env/database-location'
import { type Migration, readMigrations } from './files'
import {
  createHistoryTable,
  deleteFailuresSql,
  deleteRecordSql,
  recordAppliedSql,
  recordFailureSql,
} from './history'
import { withMigrationLock } from './lock'
import { findMigrationIndex } from './select'
import { assertUpgradable, type DirectoryOption, readStatus } from './status'
import { rejectTransactionControl } from './transaction-control'

/**
 * Applies the pending migrations in order, each in one transaction together with its history row, so that an
 * interrupted migration is either applied or not. Creates a missing SQLite file. Of several processes that start at
 * once, one applies the migrations and the others find nothing to do.
 * @param to the last migration to apply; all by default
 * @returns the names of the migrations that this call has applied
 * @throws Error in one sentence when a migration fails or the database needs a person first
 */
export async function upgradeDatabase(
  url: string,
  { to = 'head', directory }: DirectoryOption & { to?: string | undefined } = {},
): Promise<string[]> {
  const migrations = await readMigrations(engineOf(url), directory)
  const wanted = migrations.slice(0, findMigrationIndex(migrations, to) + 1)
  return withConnection(
    url,
    async (connection) => {
      const applied: string[] = []
      const status = await readStatus(connection, migrations)
      assertUpgradable(status)
      // Checked without the lock: an up-to-date database may be read-only.
      if (status.pending.length === 0) return applied
      for (;;) {
        const next = await applyNext(connection, migrations, wanted)
        if (!next) return applied
        applied.push(next)
      }
    },
    { create: true },
  )
}

async function applyNext(connection: Connection, migrations: Migration[], wanted: Migration[]) {
  let current: Migration | undefined
  const startedAt = new Date()
  try {
    return await withMigrationLock(connection, async () => {
      const status = await readStatus(connection, migrations)
      assertUpgradable(status)
      current = wanted.find(({ name }) => status.pending.includes(name))
      if (!current) return undefined
      const { name, up } = current
      rejectTransactionControl(name, up)
      await createHistoryTable(connection)
      await connection.execute(`${deleteFailuresSql}\n${up}`)
      await connection.execute(recordAppliedSql(current, startedAt))
      return name
    })
  } catch (error) {
    if (!current) throw error
    throw await recordFailure(connection, current, startedAt, error as Error)
  }
}

/** Records the failure for `status` and for Prisma's own tools, if the database can still be written. */
async function recordFailure(connection: Connection, migration: Migration, startedAt: Date, error: Error) {
  const message = toOneLine(error.message)
  try {
    await withMigrationLock(connection, async () => {
      await createHistoryTable(connection)
      await connection.execute(deleteRecordSql(migration.name))
      await connection.execute(recordFailureSql(migration, startedAt, message))
    })
  } catch {
    // The cause of the failure prevents the record as well; the migration is still pending.
  }
  const failure = new Error(`${migration.name} failed and was rolled back: ${message}`, { cause: error })
  return Object.assign(failure, { code: (error as { code?: string }).code })
}
