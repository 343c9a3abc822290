import { existsSync } from 'node:fs'
import { type Engine, engineOf, sqliteFile } from '../env/database-location'
import { openPostgresqlConnection } from './connection.postgresql'

/**
 * One plain connection without Prisma, for code that works on tables instead of models. SQL is that of the engine;
 * parameters are `?` on SQLite and `$1` on PostgreSQL.
 */
export type Connection = {
  engine: Engine
  /** Runs one statement and returns its rows. */
  rows: <Row = Record<string, unknown>>(sql: string, values?: unknown[]) => Promise<Row[]>
  /** Runs any number of statements, without parameters. */
  execute: (script: string) => Promise<void>
  /**
   * Runs `work` in a transaction; one at a time per connection.
   * 'write' takes SQLite's write lock at the start and defers foreign keys to a check before the commit, as the
   * rebuild of a table requires. 'read' sees one snapshot of the database.
   */
  transaction: <T>(kind: 'read' | 'write', work: () => Promise<T>) => Promise<T>
  close: () => Promise<void>
}

/**
 * Opens a connection.
 * @param create creates a missing SQLite file and its directory; otherwise a missing file is an error
 * @throws the driver's own error; lib/db/explain-error.ts turns it into one line
 */
export async function openConnection(url: string, { create = false } = {}): Promise<Connection> {
  if (engineOf(url) === 'postgresql') return openPostgresqlConnection(url)
  // The native module may be missing where PostgreSQL is used.
  const { openSqliteConnection } = await import('./connection.sqlite')
  return openSqliteConnection(sqliteFile(url), create)
}

/** Opens a connection, runs `work` and closes the connection. */
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

/** False when the SQLite file is missing; a PostgreSQL database is only known to be missing once it is opened. */
export function databaseMayExist(url: string): boolean {
  return engineOf(url) === 'postgresql' || existsSync(sqliteFile(url))
}

/** Quotes the name of a database, table or column for either engine. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
