import { randomBytes } from 'node:crypto'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import pg from 'pg'
import { upgradeDatabase } from '../../scripts/db/migrations/upgrade'
import { type Engine, engineOf, sqliteFile } from '../env/database-location'

export type TestDatabase = {
  url: string
  /** A private directory for DATA_DIR. */
  directory: string
  /** Deletes all rows and restarts the ids at 1. */
  reset: () => Promise<void>
  /** Deletes the database and the directory; connections must be closed before. */
  drop: () => Promise<void>
}

/** The migrated database that test databases are copied from. */
export type Template = { engine: Engine; url: string }

/** The name of the template on a PostgreSQL server. */
const postgresqlTemplate = 'roost_template'

/** The name under which PostgreSQL lists the connection that `reset` keeps open. */
export const resetApplication = 'roost-test-reset'

/**
 * Creates the template; called once per run.
 * @param server the URL of any database on the PostgreSQL server; SQLite when absent
 */
export async function createTemplate(server?: string): Promise<Template & { drop: () => Promise<void> }> {
  if (server) {
    const url = urlOf(server, postgresqlTemplate)
    const drop = () => onServer(server, `DROP DATABASE IF EXISTS ${postgresqlTemplate} WITH (FORCE)`)
    await drop()
    await onServer(server, `CREATE DATABASE ${postgresqlTemplate}`)
    await upgradeDatabase(url)
    return { engine: 'postgresql', url, drop }
  }
  const directory = await mkdtemp(join(tmpdir(), 'roost-template-'))
  const url = `file:${directory}/template.db`
  await upgradeDatabase(url)
  return { engine: 'sqlite', url, drop: () => rm(directory, { recursive: true, force: true }) }
}

/** Creates a database for one test file, with all tables unless `empty`. */
export async function createTestDatabase(template: Template, { empty = false } = {}): Promise<TestDatabase> {
  const directory = await mkdtemp(join(tmpdir(), 'roost-test-'))
  const removeDirectory = () => rm(directory, { recursive: true, force: true })

  if (engineOf(template.url) === 'sqlite') {
    const url = `file:${directory}/roost.db`
    if (!empty) await copyFile(sqliteFile(template.url), sqliteFile(url))
    return { url, directory, reset: async () => emptySqlite(sqliteFile(url)), drop: removeDirectory }
  }

  const name = `roost_test_${randomBytes(8).toString('hex')}`
  const url = urlOf(template.url, name)
  const server = urlOf(template.url, 'postgres')
  await withClient(server, (connection) =>
    copyDatabase(connection, name, empty ? 'template0' : postgresqlTemplate),
  )
  const client = persistentClient(url)
  return {
    url,
    directory,
    reset: async () => emptyPostgresql(await client.open()),
    drop: async () => {
      await client.close()
      await onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
      await removeDirectory()
    },
  }
}

/** Copies files: a sixth of the time of PostgreSQL's default since version 15, which logs every block. */
async function copyDatabase(client: pg.Client, name: string, template: string) {
  const { rows } = await client.query<{ number: number }>(
    `SELECT current_setting('server_version_num')::int AS number`,
  )
  const strategy = (rows[0]?.number ?? 0) >= 150_000 ? 'STRATEGY FILE_COPY' : ''
  await client.query(`CREATE DATABASE ${name} TEMPLATE ${template} ${strategy}`)
}

function emptySqlite(file: string) {
  const database = new Database(file, { timeout: 10_000 })
  try {
    const tables = database
      .prepare<[], string>(
        `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
         AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> '_prisma_migrations'`,
      )
      .pluck()
      .all()
    // Off, so that tables can be emptied in any order.
    database.pragma('foreign_keys = OFF')
    database.pragma('synchronous = OFF')
    database.transaction(() => {
      for (const table of [...tables, 'sqlite_sequence']) database.exec(`DELETE FROM "${table}"`)
    })()
  } finally {
    database.close()
  }
}

/** DELETE instead of TRUNCATE: there are few rows, and TRUNCATE creates new files for every table. */
async function emptyPostgresql(client: pg.Client) {
  const { rows } = await client.query<{ name: string }>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables
     WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`,
  )
  const deletes = rows.map((row) => `DELETE FROM ${row.name};`).join('')
  await client.query(
    `BEGIN; ${deletes} SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'; COMMIT`,
  )
}

/** A connection that stays open between tests: a new one would read PostgreSQL's catalog again, which takes 20 ms. */
function persistentClient(url: string) {
  let opened: pg.Client | undefined
  return {
    async open() {
      if (opened) return opened
      opened = new pg.Client({ connectionString: url, application_name: resetApplication })
      await opened.connect()
      return opened
    },
    close: async () => opened?.end(),
  }
}

const onServer = (url: string, statement: string) =>
  withClient(url, async (client) => {
    await client.query(statement)
  })

async function withClient(url: string, work: (client: pg.Client) => Promise<void>) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

function urlOf(server: string, database: string) {
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}
