import type { Connection } from './connection'

/** A row of `_prisma_migrations`: what happened to one migration in one database. */
export type HistoryRow = {
  name: string
  checksum: string
  startedAt: Date
  /** Absent when it failed. */
  finishedAt: Date | null
  /** The error of a failed one. */
  logs: string | null
}

/** What the status of a database is read from. */
export const historyQuery = `SELECT migration_name AS name, checksum, logs,
  started_at AS "startedAt", finished_at AS "finishedAt"
FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY migration_name, started_at`

/** The rows that count, or null for a database without the table. */
export async function readHistory(connection: Connection): Promise<HistoryRow[] | null> {
  if (!(await tableNames(connection)).includes('_prisma_migrations')) return null
  const rows = await connection.rows<Record<keyof HistoryRow, string>>(historyQuery)
  return rows.map(
    (row) =>
      ({
        ...row,
        startedAt: time(row.startedAt),
        finishedAt: row.finishedAt && time(row.finishedAt),
      }) as HistoryRow,
  )
}

/** SQLite keeps text, or milliseconds since 1970; PostgreSQL's driver makes dates. */
function time(value: string | number | bigint | Date): Date {
  if (typeof value !== 'string') return value instanceof Date ? value : new Date(Number(value))
  return new Date(/[Z+]/.test(value) ? value : `${value.replace(' ', 'T')}Z`)
}

/** The tables of the schema in use, by name, without those that SQLite keeps behind a full-text index. */
export async function tableNames(connection: Connection): Promise<string[]> {
  const rows = await connection.rows<{ name: string }>(
    connection.engine === 'sqlite'
      ? `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')
         AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`
      : `SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY name`,
  )
  return rows.map(({ name }) => name)
}
