import Database from 'better-sqlite3'
import pg from 'pg'
import { engineOf, sqliteFile } from '../../lib/env/database-location'

export type Cell = string | number
export type Table = { name: string; columns: Record<string, 'int' | 'bigint' | 'text' | 'timestamp'> }

/** Rows in bulk, in one transaction: an interrupted seed leaves an empty database. */
export type RowWriter = {
  insert: (table: Table, rows: Cell[][]) => Promise<void>
  /** Runs statements that both engines understand, commits and closes. */
  finish: (statements: string[]) => Promise<void>
  /** Takes everything back and closes. */
  abandon: () => Promise<void>
}

/** The form in which Prisma's SQLite adapter writes a time. PostgreSQL reads it too and its column keeps UTC. */
export const timeText = (time: number): string => new Date(time).toISOString().replace('Z', '+00:00')

/** Opens a migrated database of either engine for bulk writing. */
export const openRowWriter = (url: string): Promise<RowWriter> =>
  engineOf(url) === 'sqlite' ? openSqlite(sqliteFile(url)) : openPostgresql(url)

async function openSqlite(file: string): Promise<RowWriter> {
  const database = new Database(file, { timeout: 10_000 })
  database.pragma('cache_size = -128000')
  database.exec('BEGIN IMMEDIATE')
  const statements = new Map<string, Database.Statement>()

  return {
    async insert(table, rows) {
      const columns = Object.keys(table.columns)
      const sql = `INSERT INTO ${table.name} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`
      const statement = statements.get(sql) ?? database.prepare(sql)
      statements.set(sql, statement)
      for (const row of rows) statement.run(row)
    },
    async finish(last) {
      for (const sql of last) database.exec(sql)
      database.exec('COMMIT')
      database.pragma('wal_checkpoint(TRUNCATE)')
      database.close()
    },
    async abandon() {
      database.close()
    },
  }
}

async function openPostgresql(url: string): Promise<RowWriter> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('BEGIN')
  const tables = new Set<Table>()

  return {
    async insert(table, rows) {
      tables.add(table)
      const columns = Object.entries(table.columns)
      const arrays = columns.map(([, type], index) => `$${index + 1}::${type}[]`)
      const names = columns.map(([name]) => name).join(', ')
      const values = columns.map((_, index) => rows.map((row) => row[index]))
      await client.query(
        `INSERT INTO ${table.name} (${names}) SELECT * FROM unnest(${arrays.join(', ')})`,
        values,
      )
    },
    async finish(last) {
      for (const sql of last) await client.query(sql)
      for (const { name, columns } of tables) if ('id' in columns) await client.query(nextId(name))
      await client.query('COMMIT')
      // What autovacuum would do within minutes; done now, the first measurement sees the plans of the last.
      await client.query('VACUUM ANALYZE')
      await client.end()
    },
    async abandon() {
      await client.end()
    },
  }
}

/** Ids were given by hand, so the sequence is moved behind them; SQLite does that by itself. */
const nextId = (table: string) =>
  `SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM ${table}), false)`
