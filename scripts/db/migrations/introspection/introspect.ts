import type { Connection } from '../../../../lib/db/connection'
import { introspectPostgresql } from './introspect.postgresql'
import { introspectSqlite } from './introspect.sqlite'

/** A table as the database describes it, in a form that is comparable between two databases of one engine. */
export type Table = {
  /** Type, NOT NULL and default of each column, by name. */
  columns: Record<string, string>
  /** Primary key, indexes, foreign keys, CHECK constraints and triggers: the definition of each, by name. */
  rules: Record<string, string>
}

/** Tables by name, without the migration history. */
export type Schema = Record<string, Table>

/** Reads the schema of a database. Tables, columns and rules are sorted by name. */
export async function introspect(connection: Connection): Promise<Schema> {
  const schema = await (connection.engine === 'sqlite' ? introspectSqlite : introspectPostgresql)(connection)
  delete schema._prisma_migrations
  return sortKeys(schema, ({ columns, rules }) => ({ columns: sortKeys(columns), rules: sortKeys(rules) }))
}

function sortKeys<T>(record: Record<string, T>, map: (value: T) => T = (value) => value): Record<string, T> {
  return Object.fromEntries(
    Object.keys(record)
      .sort()
      .map((name) => [name, map(record[name] as T)]),
  )
}
