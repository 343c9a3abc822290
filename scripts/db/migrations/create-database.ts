import pg from 'pg'
import { databaseMayExist, quoteIdentifier, withConnection } from '../../../lib/db/connection'
import { databaseName, engineOf } from '../../../lib/env/database-location'

/** The statement that creates the database of a URL on its PostgreSQL server. */
export function createDatabaseSql(url: string): string {
  return `CREATE DATABASE ${quoteIdentifier(databaseName(url))};`
}

/**
 * Creates the database of a URL: on its PostgreSQL server, or an empty SQLite file.
 * @returns false when it already exists
 */
export async function createDatabase(url: string): Promise<boolean> {
  if (engineOf(url) === 'sqlite') {
    const exists = databaseMayExist(url)
    await withConnection(url, async () => {}, { create: true })
    return !exists
  }
  const server = new URL(url)
  server.pathname = '/postgres'
  const client = new pg.Client({ connectionString: server.href, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    await client.query(createDatabaseSql(url))
    return true
  } catch (error) {
    // 42P04 duplicate_database; 23505 unique_violation when another process creates it at the same time.
    if (['42P04', '23505'].includes((error as { code?: string }).code ?? '')) return false
    throw error
  } finally {
    await client.end()
  }
}
