import pg from 'pg'
import {
  type Connection,
  databaseMayExist,
  quoteIdentifier,
  withConnection,
} from '../../../lib/db/connection'
import { listTables } from '../../../lib/db/migration-history'
import { databaseName, engineOf } from '../../../lib/env/database-location'
import { readMigrations } from './files'
import { createHistoryTable, historyTableSql, recordSql } from './history'
import type { Place } from './status'
import { exclusively, withinTransaction } from './upgrade'

/** True when any table but the record of migrations has a row. */
export async function holdsRows(url: string): Promise<boolean> {
  if (!databaseMayExist(url)) return false
  return withConnection(url, async (connection) => {
    for (const name of await listTables(connection)) {
      if (name === '_prisma_migrations') continue
      if ((await connection.rows(`SELECT 1 FROM ${quoteIdentifier(name)} LIMIT 1`)).length > 0) return true
    }
    return false
  })
}

/** Empties a database of all tables and makes them anew, in one transaction. */
export async function resetDatabase(url: string, { directory }: Place = {}): Promise<void> {
  const migrations = await readMigrations(engineOf(url), directory)
  await withConnection(
    url,
    (connection) =>
      exclusively(connection, async () => {
        await connection.execute(await dropSql(connection))
        await createHistoryTable(connection)
        for (const migration of migrations) {
          await connection.execute(withinTransaction(migration.name, migration.up))
          await connection.execute(recordSql(migration))
        }
      }),
    { create: true },
  )
}

/** The statements that `resetDatabase` would run. */
export async function resetSql(url: string, { directory }: Place = {}): Promise<string> {
  const engine = engineOf(url)
  const drop = databaseMayExist(url) ? await withConnection(url, dropSql) : ''
  const migrations = await readMigrations(engine, directory)
  const scripts = migrations.flatMap((migration) => [migration.up.trim(), recordSql(migration)])
  return [drop, historyTableSql(engine), ...scripts].filter(Boolean).join('\n')
}

async function dropSql(connection: Connection): Promise<string> {
  const tables = (await listTables(connection)).map(quoteIdentifier)
  if (connection.engine === 'postgresql') {
    const rest = await connection.rows<{ kind: string; name: string }>(ownObjects)
    return [
      ...tables.map((name) => `DROP TABLE IF EXISTS ${name} CASCADE;`),
      ...rest.map(({ kind, name }) => `DROP ${kind} IF EXISTS ${name} CASCADE;`),
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

/** Views, sequences and types of the schema in use that belong to no extension. */
const ownObjects = `
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

/** The statement that makes the database of an address on its PostgreSQL server. */
export const createSql = (url: string) => `CREATE DATABASE ${quoteIdentifier(databaseName(url))};`

/**
 * Makes the database that an address names: on its PostgreSQL server, or an empty SQLite file.
 * @returns false when it was there
 */
export async function createDatabase(url: string): Promise<boolean> {
  if (engineOf(url) === 'sqlite') {
    const there = databaseMayExist(url)
    await withConnection(url, async () => {}, { create: true })
    return !there
  }
  const server = new URL(url)
  server.pathname = '/postgres'
  const client = new pg.Client({ connectionString: server.href, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    await client.query(createSql(url))
    return true
  } catch (error) {
    // 42P04: there is a database of this name; 23505: another process is making it at this moment.
    if (['42P04', '23505'].includes((error as { code?: string }).code ?? '')) return false
    throw error
  } finally {
    await client.end()
  }
}
