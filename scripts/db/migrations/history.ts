import { randomUUID } from 'node:crypto'
import type { Connection } from '../../../lib/db/connection'
import { rolledBackMarker } from '../../../lib/db/migration-history'
import type { Migration } from './files'

/** The table exactly as Prisma's own tools create and read it. */
const tables = {
  sqlite: `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
);`,
  postgresql: `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum"              VARCHAR(64) NOT NULL,
    "finished_at"           TIMESTAMPTZ,
    "migration_name"        VARCHAR(255) NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        TIMESTAMPTZ,
    "started_at"            TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count"   INTEGER NOT NULL DEFAULT 0
);`,
}

/** The statement that creates the history table unless it exists. */
export function historyTableSql(engine: Connection['engine']): string {
  return tables[engine]
}

/** Creates the history table unless it exists. */
export async function createHistoryTable(connection: Connection): Promise<void> {
  await connection.execute(historyTableSql(connection.engine))
}

/** The statement that records a migration as applied. */
export function recordAppliedSql({ name, checksum }: Migration, startedAt = new Date()): string {
  return insertSql(name, checksum, startedAt, { finished: true, logs: null })
}

/** The statement that records a migration as failed and rolled back. */
export function recordFailureSql({ name, checksum }: Migration, startedAt: Date, error: string): string {
  return insertSql(name, checksum, startedAt, { finished: false, logs: `${error}\n${rolledBackMarker}` })
}

type Outcome = { finished: boolean; logs: string | null }

function insertSql(name: string, checksum: string, startedAt: Date, { finished, logs }: Outcome): string {
  const values = [
    quoteLiteral(randomUUID()),
    quoteLiteral(checksum),
    finished ? quoteLiteral(timestamp(new Date())) : 'NULL',
    quoteLiteral(name),
    logs === null ? 'NULL' : quoteLiteral(logs),
    quoteLiteral(timestamp(startedAt)),
    finished ? '1' : '0',
  ]
  return `INSERT INTO "_prisma_migrations"
  ("id", "checksum", "finished_at", "migration_name", "logs", "started_at", "applied_steps_count")
VALUES (${values.join(', ')});`
}

/** The statement that deletes all rows of `recordFailureSql`; the next successful upgrade runs it. */
export const deleteFailuresSql = `DELETE FROM "_prisma_migrations"
WHERE "finished_at" IS NULL AND "rolled_back_at" IS NULL AND "logs" LIKE '%${rolledBackMarker}';`

/** The statement that deletes a migration from the history. */
export function deleteRecordSql(name: string): string {
  return `DELETE FROM "_prisma_migrations" WHERE "migration_name" = ${quoteLiteral(name)};`
}

function timestamp(date: Date): string {
  return date.toISOString().replace('Z', '+00:00')
}

/** Values are inlined because the statements are also printed by --sql, where parameters cannot be used. */
function quoteLiteral(text: string): string {
  return `'${text.replaceAll('\0', '').replaceAll("'", "''")}'`
}
