import { type Connection, withConnection } from '../../../lib/db/connection'
import { readMigrationHistory } from '../../../lib/db/migration-history'
import { engineOf } from '../../../lib/env/database-location'
import { findDifferences } from './drift'
import { type Migration, readMigrations } from './files'
import { createHistoryTable, deleteRecordSql, historyTableSql, recordAppliedSql } from './history'
import { withMigrationLock } from './lock'
import { selectUpTo } from './select'
import type { DirectoryOption } from './status'

export type Stamp = {
  /** Migrations that are newly recorded as applied. */
  recorded: string[]
  /** Migrations that are removed from the history. */
  forgotten: string[]
}

/**
 * Sets the migration history of a database without running anything. This adopts a database that was created by hand,
 * by an older version or by another tool. No row of any other table changes.
 * @param target a migration, 'head' for the last one or 'base' for none
 * @param force records it even when the tables differ from those that the migration creates
 * @throws Error in one sentence that names a difference
 */
export async function stampDatabase(
  url: string,
  target: string,
  { force = false, directory }: DirectoryOption & { force?: boolean } = {},
): Promise<Stamp> {
  const migrations = await readMigrations(engineOf(url), directory)
  const wanted = selectUpTo(migrations, target)
  return withConnection(url, async (connection) => {
    if (!force && wanted.length > 0) await rejectDifferences(connection, migrations, wanted)
    return withMigrationLock(connection, async () => {
      const { obsolete, missing } = await planStamp(connection, wanted)
      await createHistoryTable(connection)
      for (const name of obsolete) await connection.execute(deleteRecordSql(name))
      for (const migration of missing) await connection.execute(recordAppliedSql(migration))
      return { recorded: missing.map(({ name }) => name), forgotten: obsolete }
    })
  })
}

/** The statements that `stampDatabase` would run. */
export async function stampSql(
  url: string,
  target: string,
  { directory }: DirectoryOption = {},
): Promise<string> {
  const engine = engineOf(url)
  const migrations = await readMigrations(engine, directory)
  return withConnection(url, async (connection) => {
    const { obsolete, missing } = await planStamp(connection, selectUpTo(migrations, target))
    return [
      historyTableSql(engine),
      ...obsolete.map(deleteRecordSql),
      ...missing.map((migration) => recordAppliedSql(migration)),
    ].join('\n')
  })
}

async function planStamp(connection: Connection, wanted: Migration[]) {
  const history = (await readMigrationHistory(connection)) ?? []
  const isRecorded = ({ name, checksum }: Migration) =>
    history.some((row) => row.name === name && row.finishedAt && row.checksum === checksum)
  const obsolete = history
    .map(({ name }) => name)
    .filter((name) => !wanted.some((migration) => migration.name === name && isRecorded(migration)))
  return { obsolete: [...new Set(obsolete)], missing: wanted.filter((migration) => !isRecorded(migration)) }
}

async function rejectDifferences(connection: Connection, migrations: Migration[], wanted: Migration[]) {
  const [first, ...others] = await findDifferences(connection, wanted)
  if (!first) return
  for (const migration of migrations.toReversed()) {
    const candidates = migrations.slice(0, migrations.indexOf(migration) + 1)
    if ((await findDifferences(connection, candidates)).length > 0) continue
    throw new Error(
      `The database matches ${migration.name}: npm run db -- stamp ${migration.name}, then npm run db -- upgrade.`,
    )
  }
  const last = wanted.at(-1)?.name ?? 'base'
  const more = others.length > 0 ? ` (and ${others.length} more)` : ''
  throw new Error(
    `The database does not match ${last}: ${first}${more} Change it, or record it as it is with --yes.`,
  )
}
