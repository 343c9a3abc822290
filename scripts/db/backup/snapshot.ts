import Database from 'better-sqlite3'
import { withConnection } from '../../../lib/db/connection'
import { engineOf, sqliteFile } from '../../../lib/env/database-location'
import type { Progress } from '../../cli/progress-bar'
import { migrationStatus } from '../migrations/status'
import { upgradeDatabase } from '../migrations/upgrade'
import { copyTables } from '../transfer/copy-tables'
import { describeTables } from '../transfer/layout'
import { countRows, type RowCounts } from '../transfer/row-counts'
import { findDamage } from './damage'

export type Snapshot = { migration: string; rows: RowCounts }

/**
 * Writes a consistent copy of a database of either engine into a new SQLite file, while others read and write it.
 * @param file a path that does not exist yet
 * @throws Error in one sentence when the database is missing, not under migrations, or damaged
 */
export async function takeSnapshot(url: string, file: string, onProgress?: Progress): Promise<Snapshot> {
  const migration = await readLastMigration(url)
  if (engineOf(url) === 'sqlite') await copySqliteFile(sqliteFile(url), file, onProgress)
  else await copyPostgresqlDatabase(url, file, migration, onProgress)
  const damage = await findDamage(`file:${file}`)
  if (damage)
    throw new Error(
      `The database is damaged (${damage}): repair it, or restore a backup with npm run restore.`,
    )
  return withConnection(`file:${file}`, async (copy) => {
    // Merges the write-ahead log into the file.
    await copy.rows('PRAGMA journal_mode = DELETE')
    return { migration, rows: await countRows(copy, await describeTables(copy)) }
  })
}

/** @throws Error in one sentence when there is no migration to name */
async function readLastMigration(url: string): Promise<string> {
  const { state, applied, unknown, problems } = await migrationStatus(url)
  if (state === 'missing' || state === 'empty')
    throw new Error('There is no database to back up yet: npm start or npm run db -- upgrade creates one.')
  if (state === 'unmanaged') throw new Error(problems[0])
  const last = [...applied, ...unknown].sort().at(-1)
  if (!last) throw new Error(problems[0] ?? 'No migration has been applied: run npm run db -- upgrade.')
  return last
}

/** SQLite's online backup within one read transaction; otherwise it would restart at every write of a server. */
async function copySqliteFile(from: string, to: string, onProgress?: Progress): Promise<void> {
  const source = new Database(from, { readonly: true, timeout: 10_000 })
  try {
    source.exec('BEGIN')
    source.prepare('SELECT COUNT(*) FROM sqlite_schema').get()
    const pagesPerStep = 1000
    await source.backup(to, {
      progress: ({ totalPages, remainingPages }) => {
        onProgress?.(totalPages - remainingPages, totalPages)
        return pagesPerStep
      },
    })
  } finally {
    source.close()
  }
}

/** The copy gets the migrations of the database, which may be older than this code: a backup precedes an upgrade. */
async function copyPostgresqlDatabase(
  url: string,
  file: string,
  migration: string,
  onProgress?: Progress,
): Promise<void> {
  await upgradeDatabase(`file:${file}`, { to: migration })
  await withConnection(url, (source) =>
    withConnection(`file:${file}`, (target) => copyTables(source, target, { onProgress })),
  )
}
