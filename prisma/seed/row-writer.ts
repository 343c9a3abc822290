import Database from 'better-sqlite3'
import pg from 'pg'
import { engineOf, sqliteFile } from '../../lib/env/database-location'

export type Cell = string | number
export type Table = { name: string; columns: Record<string, 'int' | 'bigint' | 'text' | 'timestamp'> }

/** Inserts rows in bulk in one transaction, so that an interrupted seed leaves an empty database. */
export type RowWriter = {
  insert: (table: Table, rows: Cell[][]) => Promise<void>
  /** Runs statements that are valid on both engines, commits and closes. */
  finish: (statements: string[]) => Promise<void>
  /** Rolls back and closes. */
  abandon: () => Promise<void>
}

/** Formats a time as Prisma's SQLite adapter does; PostgreSQL accepts it too. */
export function formatTime(time: number): string {
  return new Date(time).toISOString().replace('Z', '+00:00')
}

/** Opens a migrated database of either engine for bulk inserts. */
export function openRowWriter(url: string): Promise<RowWriter> {
  return engineOf(url) === 'sqlite' ? openSqlite(sqliteFile(url)) : openPostgresql(url)
}

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
      for (const { name, columns } of tables) if ('id' in columns) await client.query(advanceSequence(name))
      await client.query('COMMIT')
      // Autovacuum would do this within minutes; done now, all measurements have the same query plans.
      await client.query('VACUUM ANALYZE')
      await client.end()
    },
    async abandon() {
      await client.end()
    },
  }
}

/** Moves a sequence behind the explicitly inserted ids; SQLite does that automatically. */
const advanceSequence = (table: string) =>
  `SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM ${table}), false)`
