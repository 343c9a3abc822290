import { statSync } from 'node:fs'
import { type Connection, databaseMayExist, withConnection } from '../../../lib/db/connection'
import { engineNames, engineOf, redactedUrl, sqliteFile } from '../../../lib/env/database-location'
import type { Progress } from '../../cli/progress-bar'
import { migrationStatus } from '../migrations/status'
import { upgradeDatabase } from '../migrations/upgrade'
import { copyTables, type RowCounts, refuseRows, sameTable } from './copy'
import { describeTables } from './layout'
import { insertSql, selectSql } from './rows'

/**
 * Copies everything from one database to another, on either engine: rows with their ids and times to the
 * millisecond, and the sequences. All of it arrives, or the target stays empty.
 * @param to without tables it is upgraded first; a missing SQLite file is made
 * @throws Error in one sentence when the two are one database, are not at this code's last migration, or the target
 *   has rows
 */
export async function transfer(from: string, to: string, onProgress?: Progress): Promise<RowCounts> {
  await refuseSame(from, to)
  await expectReady('source', from)
  await prepareTarget(to)
  return withConnection(from, (source) =>
    withConnection(to, (target) => copyTables(source, target, { onProgress })),
  )
}

/**
 * The statements that a transfer would run, those of the first batch for each table. Changes nothing.
 * @throws Error as `transfer` does, and when the target has no tables yet
 */
export async function transferScript(from: string, to: string): Promise<string> {
  await refuseSame(from, to)
  await expectReady('source', from)
  await expectReady('target', to)
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

/** Also where an earlier run was killed among its migrations; nobody's rows are touched. */
async function prepareTarget(url: string) {
  const { state, pending } = await migrationStatus(url)
  if (pending.length > 0 && state !== 'unmanaged') {
    if (state !== 'missing')
      await withConnection(url, async (target) => refuseRows(target, await describeTables(target)))
    await upgradeDatabase(url)
  }
  await expectReady('target', url)
}

async function expectReady(side: 'source' | 'target', url: string) {
  if (!databaseMayExist(url))
    throw new Error(`The ${side} does not exist: there is no file ${sqliteFile(url)}.`)
  const { pending, problems } = await migrationStatus(url)
  const [problem] = problems
  if (problem) throw new Error(`The ${side}, ${redactedUrl(url)}, is not in order: ${problem}`)
  if (pending.length > 0)
    throw new Error(
      `The ${side} lacks ${pending.length} migrations (${pending[0]} is the first): DATABASE_URL='${redactedUrl(url)}' npm run db -- upgrade applies them.`,
    )
}

async function refuseSame(from: string, to: string) {
  if ((await identity(from)) === (await identity(to)))
    throw new Error(`--from and --to are the same database, ${redactedUrl(to)}: name two.`)
}

/** What tells a database from every other, whatever its address looks like. */
async function identity(url: string): Promise<string> {
  if (engineOf(url) === 'postgresql') return withConnection(url, postgresqlIdentity)
  const file = statSync(sqliteFile(url), { throwIfNoEntry: false })
  return file ? `${file.dev}:${file.ino}` : sqliteFile(url)
}

async function postgresqlIdentity(connection: Connection) {
  const [row] = await connection.rows<{ identity: string }>(
    `SELECT oid || ' since ' || pg_postmaster_start_time() AS identity FROM pg_database
     WHERE datname = current_database()`,
  )
  return String(row?.identity)
}
