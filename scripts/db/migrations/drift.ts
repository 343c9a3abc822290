import { type Connection, withConnection } from '../../../lib/db/connection'
import { openInMemoryConnection } from '../../../lib/db/connection.sqlite'
import { engineOf } from '../../../lib/env/database-location'
import { type Migration, readMigrations } from './files'
import { hasUnmigratedChanges } from './generate/plan'
import { compareSchemas } from './introspection/compare'
import { introspect, type Schema } from './introspection/introspect'
import { type DirectoryOption, migrationStatus } from './status'
import { rejectTransactionControl } from './transaction-control'

/**
 * Finds everything that makes a database differ from prisma/schema.prisma: pending, failed, edited and unknown
 * migrations, tables and columns that differ from those of the applied migrations, and schema changes without a
 * migration.
 * @returns one sentence each; empty when there is no difference
 */
export async function checkDatabase(url: string, { directory }: DirectoryOption = {}): Promise<string[]> {
  const engine = engineOf(url)
  const { state, applied, pending, problems } = await migrationStatus(url, { directory })
  return [
    ...problems,
    ...(pending.length > 0 && state !== 'unmanaged'
      ? [`${pending.join(', ')} ${pending.length === 1 ? 'is' : 'are'} pending: npm run db -- upgrade.`]
      : []),
    ...(state === 'managed' ? await findDrift(url, applied, directory) : []),
    ...((await hasUnmigratedChanges(engine, directory))
      ? ['prisma/schema.prisma has changes without a migration: npm run db -- migrate <name>.']
      : []),
  ]
}

async function findDrift(url: string, applied: string[], directory?: string): Promise<string[]> {
  const migrations = await readMigrations(engineOf(url), directory)
  const replayed = migrations.filter(({ name }) => applied.includes(name))
  const found = await withConnection(url, (connection) => findDifferences(connection, replayed))
  return found.map((difference) => `The database differs from its migrations: ${difference}`)
}

/** Compares a database with the schema that a list of migrations creates; one sentence for each difference. */
export async function findDifferences(connection: Connection, migrations: Migration[]): Promise<string[]> {
  return compareSchemas(await replay(connection, migrations), await introspect(connection))
}

/** The schema that migrations create on the engine of a connection. */
function replay(connection: Connection, migrations: Migration[]): Promise<Schema> {
  for (const { name, up } of migrations) rejectTransactionControl(name, up)
  const scripts = migrations.map(({ up }) => up)
  return connection.engine === 'sqlite' ? replayInMemory(scripts) : replayInRollback(connection, scripts)
}

async function replayInMemory(scripts: string[]): Promise<Schema> {
  const memory = openInMemoryConnection()
  try {
    for (const script of scripts) await memory.transaction('write', () => memory.execute(script))
    return await introspect(memory)
  } finally {
    await memory.close()
  }
}

/** Uses a temporary PostgreSQL schema in a transaction that is rolled back, so that no other session ever sees it. */
async function replayInRollback(connection: Connection, scripts: string[]): Promise<Schema> {
  await connection.execute('BEGIN')
  try {
    await connection.execute('CREATE SCHEMA roost_expected; SET LOCAL search_path = roost_expected')
    for (const script of scripts) await connection.execute(script)
    return await introspect(connection)
  } finally {
    await connection.execute('ROLLBACK')
  }
}
