import {
  type Connection,
  databaseMayExist,
  quoteIdentifier,
  withConnection,
} from '../../../lib/db/connection'
import { listTables } from '../../../lib/db/migration-history'
import { engineOf } from '../../../lib/env/database-location'
import { readMigrations } from './files'
import { createHistoryTable, historyTableSql, recordAppliedSql } from './history'
import { withMigrationLock } from './lock'
import type { DirectoryOption } from './status'
import { rejectTransactionControl } from './transaction-control'

/** Whether any table except the migration history has a row. */
export async function hasRows(url: string): Promise<boolean> {
  if (!databaseMayExist(url)) return false
  return withConnection(url, async (connection) => {
    for (const name of await listTables(connection)) {
      if (name === '_prisma_migrations') continue
      const rows = await connection.rows(`SELECT 1 FROM ${quoteIdentifier(name)} LIMIT 1`)
      if (rows.length > 0) return true
    }
    return false
  })
}

/** Drops all tables of a database and applies all migrations, in one transaction. */
export async function resetDatabase(url: string, { directory }: DirectoryOption = {}): Promise<void> {
  const migrations = await readMigrations(engineOf(url), directory)
  for (const { name, up } of migrations) rejectTransactionControl(name, up)
  await withConnection(
    url,
    (connection) =>
      withMigrationLock(connection, async () => {
        await connection.execute(await dropSql(connection))
        await createHistoryTable(connection)
        for (const migration of migrations) {
          await connection.execute(migration.up)
          await connection.execute(recordAppliedSql(migration))
        }
      }),
    { create: true },
  )
}

/** The statements that `resetDatabase` would run. */
export async function resetSql(url: string, { directory }: DirectoryOption = {}): Promise<string> {
  const engine = engineOf(url)
  const drop = databaseMayExist(url) ? await withConnection(url, dropSql) : ''
  const migrations = await readMigrations(engine, directory)
  const scripts = migrations.flatMap((migration) => [migration.up.trim(), recordAppliedSql(migration)])
  return [drop, historyTableSql(engine), ...scripts].filter(Boolean).join('\n')
}

async function dropSql(connection: Connection): Promise<string> {
  const tables = (await listTables(connection)).map(quoteIdentifier)
  if (connection.engine === 'postgresql') {
    const others = await connection.rows<{ kind: string; name: string }>(otherObjects)
    return [
      ...tables.map((name) => `DROP TABLE IF EXISTS ${name} CASCADE;`),
      ...others.map(({ kind, name }) => `DROP ${kind} IF EXISTS ${name} CASCADE;`),
    ].join('\n')
  }
  const others = await connection.rows<{ type: string; name: string }>(
    `SELECT type, name FROM sqlite_schema WHERE type IN ('view', 'trigger')`,
  )
  return [
    ...others.map(({ type, name }) => `DROP ${type.toUpperCase()} ${quoteIdentifier(name)};`),
    ...tables.map((name) => `DROP TABLE ${name};`),
  ].join('\n')
}

/** Views, sequences and types of the current PostgreSQL schema that belong to no extension. */
const otherObjects = `
SELECT CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'SEQUENCE' END AS kind,
  quote_ident(relname) AS name
FROM pg_class
WHERE relkind IN ('v', 'm', 'S') AND relnamespace = current_schema()::regnamespace
  AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
UNION ALL
SELECT CASE typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, quote_ident(typname)
FROM pg_type
WHERE typtype IN ('e', 'd') AND typnamespace = current_schema()::regnamespace
  AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_type.oid AND deptype = 'e')`
