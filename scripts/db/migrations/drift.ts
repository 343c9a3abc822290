import { type Connection, withConnection } from '../../../lib/db/connection'
import { openInMemoryConnection } from '../../../lib/db/connection.sqlite'
import { engineOf } from '../../../lib/env/database-location'
import { type Migration, readMigrations } from './files'
import { schemaIsAhead } from './generate/plan'
import { differences, introspect, type Schema } from './introspection/introspect'
import { migrationStatus, type Place } from './status'
import { withinTransaction } from './upgrade'

/** The schema that migrations make, for comparing a database of the same engine with it. */
async function expectedSchema(connection: Connection, migrations: Migration[]): Promise<Schema> {
  return connection.engine === 'sqlite' ? replayedInMemory(migrations) : replayedAside(connection, migrations)
}

async function replayedInMemory(migrations: Migration[]) {
  const memory = openInMemoryConnection()
  try {
    for (const { name, up } of migrations)
      await memory.transaction('write', () => memory.execute(withinTransaction(name, up)))
    return await introspect(memory)
  } finally {
    await memory.close()
  }
}

/** In a schema of its own within a transaction that is never committed, so that nobody ever sees it. */
async function replayedAside(connection: Connection, migrations: Migration[]) {
  await connection.execute('BEGIN')
  try {
    await connection.execute('CREATE SCHEMA roost_expected; SET LOCAL search_path = roost_expected')
    for (const { name, up } of migrations) await connection.execute(withinTransaction(name, up))
    return await introspect(connection)
  } finally {
    await connection.execute('ROLLBACK')
  }
}

/**
 * Everything that keeps a database from being exactly what prisma/schema.prisma says: pending, failed, edited and
 * unknown migrations, tables and columns that differ from what the applied migrations make, and changes of the schema
 * that no migration makes yet. One sentence each; empty when all is well.
 */
export async function checkDatabase(url: string, { directory }: Place = {}): Promise<string[]> {
  const engine = engineOf(url)
  const { state, applied, pending, problems } = await migrationStatus(url, { directory })
  const ahead = await schemaIsAhead(engine, directory)
  return [
    ...problems,
    ...(pending.length > 0 && state !== 'unmanaged'
      ? [`${pending.join(', ')} ${pending.length === 1 ? 'is' : 'are'} pending: npm run db -- upgrade.`]
      : []),
    ...(state === 'managed' ? await driftOf(url, applied, directory) : []),
    ...(ahead
      ? ['prisma/schema.prisma has changes that no migration makes: npm run db -- migrate <name>.']
      : []),
  ]
}

async function driftOf(url: string, applied: string[], directory?: string): Promise<string[]> {
  const migrations = await readMigrations(engineOf(url), directory)
  const done = migrations.filter(({ name }) => applied.includes(name))
  const found = await withConnection(url, (connection) => differencesFrom(connection, done))
  return found.map((difference) => `The database differs from its migrations: ${difference}`)
}

/** What differs between a database and what the first migrations, up to one of them, make. */
export async function differencesFrom(connection: Connection, migrations: Migration[]): Promise<string[]> {
  return differences(await expectedSchema(connection, migrations), await introspect(connection))
}
