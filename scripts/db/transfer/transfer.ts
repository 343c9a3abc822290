import { statSync } from 'node:fs'
import { type Connection, databaseMayExist, withConnection } from '../../../lib/db/connection'
import { engineNames, engineOf, redactedUrl, sqliteFile } from '../../../lib/env/database-location'
import type { Progress } from '../../cli/progress-bar'
import { migrationStatus } from '../migrations/status'
import { upgradeDatabase } from '../migrations/upgrade'
import { copyTables } from './copy-tables'
import { describeTables, sameTable } from './layout'
import { type RowCounts, rejectRows } from './row-counts'
import { insertSql, selectSql } from './rows'

/**
 * Copies everything from one database to another, of either engine: rows with their ids, times to the millisecond, and
 * the sequences. Either all of it arrives, or the target stays empty.
 * @param to upgraded first when it has no tables; a missing SQLite file is created
 * @throws Error in one sentence when both are the same database, one lacks migrations, or the target has rows
 */
export async function transferDatabase(from: string, to: string, onProgress?: Progress): Promise<RowCounts> {
  await rejectSameDatabase(from, to)
  await assertReady('source', from)
  await prepareTarget(to)
  return withConnection(from, (source) =>
    withConnection(to, (target) => copyTables(source, target, { onProgress })),
  )
}

/**
 * The statements that a transfer would run for the first batch of each table. Changes nothing.
 * @throws Error as `transferDatabase`, and when the target has no tables yet
 */
export async function transferSql(from: string, to: string): Promise<string> {
  await rejectSameDatabase(from, to)
  await assertReady('source', from)
  await assertReady('target', to)
  return withConnection(from, (source) =>
    withConnection(to, async (target) => {
      const layout = await describeTables(source)
      const statements = (await describeTables(target)).tables.map(
        (table) =>
          `-- ${table.name}\n${selectSql(source, sameTable(layout, table), false)};\n${insertSql(target, table)};\n`,
      )
      const [reader, writer] = [engineNames[source.engine], engineNames[target.engine]]
      return `-- Read on ${reader} and written on ${writer}, in one transaction each.\n\n${statements.join('\n')}`
    }),
  )
}

/** Creates the tables of an empty target, also after an earlier run was killed during its migrations. */
async function prepareTarget(url: string): Promise<void> {
  const { state, pending } = await migrationStatus(url)
  if (pending.length > 0 && state !== 'unmanaged') {
    if (state !== 'missing')
      await withConnection(url, async (target) => rejectRows(target, await describeTables(target)))
    await upgradeDatabase(url)
  }
  await assertReady('target', url)
}

async function assertReady(side: 'source' | 'target', url: string): Promise<void> {
  if (!databaseMayExist(url))
    throw new Error(`The ${side} does not exist: there is no file ${sqliteFile(url)}.`)
  const { pending, problems } = await migrationStatus(url)
  const [problem] = problems
  if (problem) throw new Error(`The ${side}, ${redactedUrl(url)}, has a problem: ${problem}`)
  if (pending.length > 0)
    throw new Error(
      `The ${side} lacks ${pending.length} migrations (${pending[0]} is the first): DATABASE_URL='${redactedUrl(url)}' npm run db -- upgrade applies them.`,
    )
}

async function rejectSameDatabase(from: string, to: string): Promise<void> {
  if ((await readIdentity(from)) === (await readIdentity(to)))
    throw new Error(`--from and --to are the same database, ${redactedUrl(to)}: name two.`)
}

/** A value that is equal for two URLs of the same database. */
async function readIdentity(url: string): Promise<string> {
  if (engineOf(url) === 'postgresql') return withConnection(url, readPostgresqlIdentity)
  const file = statSync(sqliteFile(url), { throwIfNoEntry: false })
  return file ? `${file.dev}:${file.ino}` : sqliteFile(url)
}

async function readPostgresqlIdentity(connection: Connection): Promise<string> {
  const [row] = await connection.rows<{ identity: string }>(
    `SELECT oid || ' since ' || pg_postmaster_start_time() AS identity FROM pg_database
     WHERE datname = current_database()`,
  )
  return String(row?.identity)
}
