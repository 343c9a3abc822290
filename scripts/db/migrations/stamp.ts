import { type Connection, withConnection } from '../../../lib/db/connection'
import { readMigrationHistory } from '../../../lib/db/migration-history'
import { engineOf } from '../../../lib/env/database-location'
import { differencesFrom } from './drift'
import { type Migration, readMigrations } from './files'
import { createHistoryTable, forgetSql, historyTableSql, recordSql } from './history'
import type { Place } from './status'
import { exclusively, indexOf } from './upgrade'

export type Stamp = {
  /** Migrations now on record as applied, that were not before. */
  recorded: string[]
  /** Migrations no longer on record. */
  forgotten: string[]
}

/**
 * Records a database as being where a migration leaves it, without running anything: this adopts one that was made
 * by hand, by an older version or by another tool. No row of any other table changes.
 * @param target a migration, 'head' for the last or 'base' for none
 * @param force records it even when the database is not what that migration makes
 */
export async function stampDatabase(
  url: string,
  target: string,
  { force = false, directory }: Place & { force?: boolean } = {},
): Promise<Stamp> {
  const migrations = await readMigrations(engineOf(url), directory)
  const wanted = upTo(migrations, target)
  return withConnection(url, async (connection) => {
    if (!force && wanted.length > 0) await refuseDifferent(connection, migrations, wanted)
    return exclusively(connection, async () => {
      const plan = await planStamp(connection, wanted)
      await createHistoryTable(connection)
      for (const name of plan.obsolete) await connection.execute(forgetSql(name))
      for (const migration of plan.missing) await connection.execute(recordSql(migration))
      return { recorded: plan.missing.map(({ name }) => name), forgotten: plan.obsolete }
    })
  })
}

/** The statements that `stampDatabase` would run. */
export async function stampSql(url: string, target: string, { directory }: Place = {}): Promise<string> {
  const engine = engineOf(url)
  const migrations = await readMigrations(engine, directory)
  return withConnection(url, async (connection) => {
    const { obsolete, missing } = await planStamp(connection, upTo(migrations, target))
    return [
      historyTableSql(engine),
      ...obsolete.map(forgetSql),
      ...missing.map((migration) => recordSql(migration)),
    ].join('\n')
  })
}

const upTo = (migrations: Migration[], target: string) =>
  target === 'base' ? [] : migrations.slice(0, indexOf(migrations, target) + 1)

async function planStamp(connection: Connection, wanted: Migration[]) {
  const rows = (await readMigrationHistory(connection)) ?? []
  const right = (migration: Migration) =>
    rows.some((row) => row.name === migration.name && row.finishedAt && row.checksum === migration.checksum)
  const obsolete = rows
    .map(({ name }) => name)
    .filter((name) => !wanted.some((one) => one.name === name && right(one)))
  return { obsolete: [...new Set(obsolete)], missing: wanted.filter((migration) => !right(migration)) }
}

async function refuseDifferent(connection: Connection, migrations: Migration[], wanted: Migration[]) {
  const [first, ...others] = await differencesFrom(connection, wanted)
  if (!first) return
  const more = others.length > 0 ? ` (and ${others.length} more)` : ''
  for (const migration of migrations.toReversed()) {
    const until = migrations.slice(0, migrations.indexOf(migration) + 1)
    if ((await differencesFrom(connection, until)).length > 0) continue
    throw new Error(
      `The database is where ${migration.name} leaves it: npm run db -- stamp ${migration.name}, then npm run db -- upgrade.`,
    )
  }
  const last = wanted.at(-1)?.name ?? 'base'
  throw new Error(
    `The database is not what ${last} makes: ${first}${more} Change it, or record it as it is with --yes.`,
  )
}
