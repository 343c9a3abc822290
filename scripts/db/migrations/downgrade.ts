import { type Connection, withConnection } from '../../../lib/db/connection'
import { toOneLine } from '../../../lib/db/explain-error'
import { engineOf } from '../../../lib/env/database-location'
import { type Migration, readMigrations } from './files'
import { deleteRecordSql } from './history'
import { withMigrationLock } from './lock'
import { type DowngradeTarget, selectToRevert } from './select'
import { assertUpgradable, type DirectoryOption, readStatus } from './status'
import { rejectTransactionControl } from './transaction-control'

/**
 * Reverts the last migrations with their down.sql, newest first, each in one transaction.
 * @param to the migration that becomes the last one, or 'base' for none; without it `steps` are reverted
 * @returns the names of the reverted migrations
 * @throws Error in one sentence; the migration that failed stays applied
 */
export async function downgradeDatabase(
  url: string,
  { directory, ...target }: DirectoryOption & DowngradeTarget = {},
): Promise<string[]> {
  const migrations = await readMigrations(engineOf(url), directory)
  return withConnection(url, async (connection) => {
    const reverted: string[] = []
    const { applied } = await readStatus(connection, migrations)
    for (const migration of selectToRevert(migrations, applied, target)) {
      const done = await withMigrationLock(connection, async () => {
        const status = await readStatus(connection, migrations)
        assertUpgradable(status)
        // Another process has reverted it in the meantime.
        if (status.applied.at(-1) !== migration.name) return false
        await revert(connection, migration)
        return true
      })
      if (done) reverted.push(migration.name)
    }
    return reverted
  })
}

async function revert(connection: Connection, migration: Migration): Promise<void> {
  const script = downScript(migration)
  rejectTransactionControl(migration.name, script)
  try {
    await connection.execute(script)
    await connection.execute(deleteRecordSql(migration.name))
  } catch (error) {
    const reason = toOneLine((error as Error).message)
    const failure = new Error(`${migration.name} could not be undone and stays applied: ${reason}`, {
      cause: error,
    })
    throw Object.assign(failure, { code: (error as { code?: string }).code })
  }
}

/**
 * The script that reverts a migration.
 * @throws Error when it has no down.sql
 */
export function downScript({ name, down }: Migration): string {
  if (down === null)
    throw new Error(`${name} cannot be undone: it has no down.sql. Write one beside its migration.sql.`)
  return down
}
