import pg from 'pg'
import type { Connection } from './connection'

/** Opens a connection to a PostgreSQL server. */
export async function openPostgresqlConnection(url: string): Promise<Connection> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  // Without a listener a lost connection would end the process; the next statement reports it anyway.
  client.on('error', () => {})
  await client.connect()
  return {
    engine: 'postgresql',
    rows: async (sql, values = []) => (await client.query(sql, values)).rows,
    execute: async (script) => {
      await client.query(script)
    },
    transaction: async (kind, work) => {
      await client.query(kind === 'write' ? 'BEGIN' : 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
      try {
        const result = await work()
        await client.query('COMMIT')
        return result
      } catch (error) {
        await client.query('ROLLBACK').catch(() => {})
        throw error
      }
    },
    close: () => client.end(),
  }
}
