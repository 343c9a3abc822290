import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import pg from 'pg'
import { type Engine, engineOf, sqliteFile } from './address'
import { keepSqliteFilePrivate } from './private-files.mjs'
import { isBusy } from './write-lock'

/**
 * One plain connection, past Prisma: for migrations, copies and backups, which deal in tables and not in models.
 * SQL is the engine's own; parameters are `?` on SQLite and `$1` on PostgreSQL.
 */
export type Connection = {
  engine: Engine
  /** The rows of one statement. */
  rows: <Row = Record<string, unknown>>(sql: string, values?: unknown[]) => Promise<Row[]>
  /** Runs any number of statements, without parameters. */
  execute: (script: string) => Promise<void>
  /**
   * All of `work`, or nothing; one at a time per connection.
   * 'write' holds the database's only write lock from the start on SQLite, and leaves its foreign keys to a check
   * before the commit, as rebuilding a table needs. 'read' sees one moment of the whole database.
   */
  transaction: <T>(kind: 'read' | 'write', work: () => Promise<T>) => Promise<T>
  close: () => Promise<void>
}

/** Milliseconds that a write transaction waits for another process's. */
const patience = 60_000

/**
 * Opens a connection.
 * @param create makes a missing SQLite file and its directory; without it a missing file is an error
 * @throws the driver's own error; lib/db/explain.ts says it in one line
 */
export function openConnection(url: string, { create = false } = {}): Promise<Connection> {
  return engineOf(url) === 'sqlite' ? openSqlite(sqliteFile(url), create) : openPostgresql(url)
}

/** True when there is a database to look into: a SQLite file, or any PostgreSQL address. */
export const mayExist = (url: string) => engineOf(url) === 'postgresql' || existsSync(sqliteFile(url))

/** Opens a connection for `work` and closes it. */
export async function withConnection<T>(
  url: string,
  work: (connection: Connection) => Promise<T>,
  options?: { create?: boolean },
): Promise<T> {
  const connection = await openConnection(url, options)
  try {
    return await work(connection)
  } finally {
    await connection.close()
  }
}

/** A SQLite database that nobody else sees and that ends with the connection. */
export const openInMemory = async () => sqliteConnection(new Database(':memory:'))

async function openSqlite(file: string, create: boolean): Promise<Connection> {
  if (!existsSync(file)) {
    if (!create) throw new Error(`There is no file ${file}: npm run db -- upgrade makes it.`)
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  }
  keepSqliteFilePrivate(file)
  // No busy timeout: better-sqlite3 would wait on the event loop that the holder of the lock may need.
  const database = new Database(file, { timeout: 0 })
  try {
    // A property of the file: set here once, so that readers never wait for a writer.
    if (create && database.pragma('journal_mode', { simple: true }) !== 'wal')
      await patiently(() => database.pragma('journal_mode = WAL'))
    return sqliteConnection(database)
  } catch (error) {
    database.close()
    throw error
  }
}

function sqliteConnection(database: Database.Database): Connection {
  const rows = async <Row>(sql: string, values: unknown[] = []) => {
    const statement = database.prepare<unknown[], Row>(sql)
    if (statement.reader) return patiently(() => statement.all(values))
    await patiently(() => statement.run(values))
    return []
  }
  return {
    engine: 'sqlite',
    rows,
    execute: async (script) => {
      await patiently(() => database.exec(script))
    },
    transaction: async (kind, work) => {
      database.pragma('foreign_keys = OFF')
      await patiently(() => database.exec(kind === 'write' ? 'BEGIN IMMEDIATE' : 'BEGIN'))
      try {
        const result = await work()
        if (kind === 'write') checkForeignKeys(database)
        database.exec('COMMIT')
        return result
      } catch (error) {
        // SQLite ends the transaction by itself when the disk is full.
        if (database.inTransaction) database.exec('ROLLBACK')
        throw error
      } finally {
        database.pragma('foreign_keys = ON')
      }
    },
    close: async () => {
      database.close()
    },
  }
}

function checkForeignKeys(database: Database.Database) {
  const broken = database.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[]
  const [first] = broken
  if (first) {
    throw new Error(
      `${broken.length} rows would point to nothing, the first is row ${first.rowid} of ${first.table} (no such row in ${first.parent}).`,
    )
  }
}

/** Tries again, a little later each time and never in step with others, while another process holds the lock. */
async function patiently<T>(attempt: () => T): Promise<T> {
  const deadline = Date.now() + patience
  for (let pause = 5; ; pause = Math.min(pause * 2, 100)) {
    try {
      return attempt()
    } catch (error) {
      if (!isBusy(error) || Date.now() > deadline) throw error
      await sleep(pause * (0.5 + Math.random()))
    }
  }
}

async function openPostgresql(url: string): Promise<Connection> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  // Without a listener a server that goes away ends the process; the next statement reports it.
  client.on('error', () => {})
  await client.connect()
  return {
    engine: 'postgresql',
    rows: async (sql, values = []) => (await client.query(sql, values)).rows,
    execute: async (script) => {
      await client.query(script)
    },
    transaction: async (kind, work) => {
      await client.query(kind === 'write' ? 'BEGIN' : 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
      try {
        const result = await work()
        await client.query('COMMIT')
        return result
      } catch (error) {
        await client.query('ROLLBACK').catch(() => {})
        throw error
      }
    },
    close: () => client.end(),
  }
}
