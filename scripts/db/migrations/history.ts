import { randomUUID } from 'node:crypto'
import type { Connection } from '../../../lib/db/connection'
import type { HistoryRow } from '../../../lib/db/migration-history'
import type { Migration } from './files'

/** Ends the log of a migration that failed under `applyNext`, which runs each in one transaction. */
const nothingKept = 'Nothing of it was kept.'

/** True when a failed migration left nothing behind, so that it can simply be run again. */
export const leftNothing = (row: HistoryRow) => row.logs?.endsWith(nothingKept) ?? false

/** The table exactly as Prisma's own tools make and read it. */
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

export const historyTableSql = (engine: Connection['engine']) => tables[engine]

export async function createHistoryTable(connection: Connection) {
  await connection.execute(tables[connection.engine])
}

/** The statement that records a migration as applied. */
export function recordSql({ name, checksum }: Migration, startedAt = new Date()): string {
  return insertSql(name, checksum, startedAt, { finished: true, logs: null })
}

/** The statement that records a migration as failed, with nothing of it left. */
export function failureSql({ name, checksum }: Migration, startedAt: Date, error: string): string {
  return insertSql(name, checksum, startedAt, { finished: false, logs: `${error}\n${nothingKept}` })
}

type Outcome = { finished: boolean; logs: string | null }

function insertSql(name: string, checksum: string, startedAt: Date, { finished, logs }: Outcome) {
  const values = [
    literal(randomUUID()),
    literal(checksum),
    finished ? literal(timestamp(new Date())) : 'NULL',
    literal(name),
    logs === null ? 'NULL' : literal(logs),
    literal(timestamp(startedAt)),
    finished ? '1' : '0',
  ]
  return `INSERT INTO "_prisma_migrations"
  ("id", "checksum", "finished_at", "migration_name", "logs", "started_at", "applied_steps_count")
VALUES (${values.join(', ')});`
}

/** Takes every note of `failureSql` off the record: the next upgrade that works has overtaken them. */
export const forgetFailuresSql = `DELETE FROM "_prisma_migrations"
WHERE "finished_at" IS NULL AND "rolled_back_at" IS NULL AND "logs" LIKE '%${nothingKept}';`

/** The statement that takes a migration off the record. */
export const forgetSql = (name: string) =>
  `DELETE FROM "_prisma_migrations" WHERE "migration_name" = ${literal(name)};`

const timestamp = (date: Date) => date.toISOString().replace('Z', '+00:00')

/** A string of SQL: the statements are also printed, where parameters have no place. */
const literal = (text: string) => `'${text.replaceAll('\0', '').replaceAll("'", "''")}'`
