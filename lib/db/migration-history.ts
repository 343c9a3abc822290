import type { Connection } from './connection'

/** A row of `_prisma_migrations`: the state of one migration in one database. */
export type HistoryRow = {
  name: string
  checksum: string
  startedAt: Date
  /** Null when the migration failed. */
  finishedAt: Date | null
  /** The error of a failed migration. */
  logs: string | null
}

export const historyQuery = `SELECT migration_name AS name, checksum, logs,
  started_at AS "startedAt", finished_at AS "finishedAt"
FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY migration_name, started_at`

/**
 * The last line of the log of a migration that failed and was rolled back. Existing databases contain this text, so it
 * must not change.
 */
export const rolledBackMarker = 'Nothing of it was kept.'

/** Whether a failed migration was rolled back, so that it can simply be run again. */
export function wasRolledBack(row: HistoryRow): boolean {
  return row.logs?.endsWith(rolledBackMarker) ?? false
}

/** Reads the migration history, without rows marked as rolled back; null when the table is missing. */
export async function readMigrationHistory(connection: Connection): Promise<HistoryRow[] | null> {
  if (!(await listTables(connection)).includes('_prisma_migrations')) return null
  const rows = await connection.rows<Record<keyof HistoryRow, string>>(historyQuery)
  return rows.map(
    (row) =>
      ({
        ...row,
        startedAt: toDate(row.startedAt),
        finishedAt: row.finishedAt && toDate(row.finishedAt),
      }) as HistoryRow,
  )
}

/** SQLite stores text, or milliseconds since 1970; PostgreSQL's driver returns dates. */
function toDate(value: string | number | bigint | Date): Date {
  if (typeof value !== 'string') return value instanceof Date ? value : new Date(Number(value))
  return new Date(/[Z+]/.test(value) ? value : `${value.replace(' ', 'T')}Z`)
}

/** The names of the tables in the current schema, without the shadow tables of a full-text index on SQLite. */
export async function listTables(connection: Connection): Promise<string[]> {
  const rows = await connection.rows<{ name: string }>(
    connection.engine === 'sqlite'
      ? `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')
         AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`
      : `SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY name`,
  )
  return rows.map(({ name }) => name)
}
