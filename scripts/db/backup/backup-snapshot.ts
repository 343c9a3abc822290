import { existsSync } from 'node:fs'
import Database from 'better-sqlite3'
import { type Connection, withConnection } from '../../../lib/db/connection'
import { engineOf, sqliteFile } from '../../../lib/env/database-location'
import type { Progress } from '../../cli/progress-bar'
import { migrationStatus } from '../migrations/status'
import { upgradeDatabase } from '../migrations/upgrade'
import { copyTables, countRows, type RowCounts } from '../transfer/copy'
import { describeTables } from '../transfer/layout'

export type Snapshot = { migration: string; rows: RowCounts }

/**
 * Writes the database as it is at one moment into a new SQLite file, whatever its own engine; others go on reading
 * and writing meanwhile.
 * @param file a path where nothing is yet
 * @throws Error in one sentence when there is no database, it is not under migrations, or it is damaged
 */
export async function takeSnapshot(url: string, file: string, onProgress?: Progress): Promise<Snapshot> {
  const { state, applied, unknown, problems } = await migrationStatus(url)
  if (state === 'missing' || state === 'empty')
    throw new Error('There is no database to back up yet: npm start or npm run db -- upgrade makes one.')
  if (state === 'unmanaged') throw new Error(problems[0])
  const migration = [...applied, ...unknown].sort().at(-1)
  if (!migration)
    throw new Error(problems[0] ?? 'No migration has been applied: npm run db -- upgrade does it.')

  if (engineOf(url) === 'sqlite') await copyFile(sqliteFile(url), file, onProgress)
  else await copyServer(url, file, migration, onProgress)
  const damage = await findDamage(`file:${file}`)
  if (damage)
    throw new Error(
      `The database is damaged (${damage}): mend it, or bring back a copy with npm run restore.`,
    )
  return withConnection(`file:${file}`, async (copy) => {
    // One file, without a log beside it.
    await copy.rows('PRAGMA journal_mode = DELETE')
    return { migration, rows: await countRows(copy, await describeTables(copy)) }
  })
}

/** SQLite's online backup, of one read transaction: without that it would begin anew at every write of the server's. */
async function copyFile(from: string, to: string, onProgress?: Progress) {
  const source = new Database(from, { readonly: true, timeout: 10_000 })
  try {
    source.exec('BEGIN')
    source.prepare('SELECT COUNT(*) FROM sqlite_schema').get()
    const pagesAtOnce = 1000
    await source.backup(to, {
      progress: ({ totalPages, remainingPages }) => {
        onProgress?.(totalPages - remainingPages, totalPages)
        return pagesAtOnce
      },
    })
  } finally {
    source.close()
  }
}

/** The server may be behind this code: that is when people make backups. */
async function copyServer(url: string, file: string, migration: string, onProgress?: Progress) {
  await upgradeDatabase(`file:${file}`, { to: migration })
  await withConnection(url, (source) =>
    withConnection(`file:${file}`, (target) => copyTables(source, target, { onProgress })),
  )
}

/**
 * What is wrong inside a SQLite database: its own structures, or a row that points to nothing. Null when it is sound,
 * or when there is none.
 */
export async function findDamage(url: string): Promise<string | null> {
  if (engineOf(url) !== 'sqlite' || !existsSync(sqliteFile(url))) return null
  try {
    return await withConnection(url, damageSeen)
  } catch (error) {
    const { code = '' } = error as { code?: string }
    if (code.startsWith('SQLITE_NOTADB')) return 'it is no SQLite file'
    if (code.startsWith('SQLITE_CORRUPT')) return 'it cannot be read to the end'
    throw error
  }
}

async function damageSeen(connection: Connection): Promise<string | null> {
  const [first] = await connection.rows<{ integrity_check: string }>('PRAGMA integrity_check(1)')
  if (first?.integrity_check !== 'ok') return String(first?.integrity_check).replace(/\s*\n\s*/g, ' ')
  const [orphan] = await connection.rows<{ table: string; rowid: number }>('PRAGMA foreign_key_check')
  return orphan ? `row ${orphan.rowid} of ${orphan.table} points to a row that is not there` : null
}
