import type { Connection } from '../../../../lib/db/connection'
import { introspectPostgresql } from './introspect.postgresql'
import { introspectSqlite } from './introspect.sqlite'

/** A table as the database itself describes it, in words that two databases of one engine share. */
export type Table = {
  /** Type, NOT NULL and default of each column, by name. */
  columns: Record<string, string>
  /** Primary key, indexes, foreign keys and CHECK constraints: what each does, by name. */
  rules: Record<string, string>
}

/** Tables by name, without the record of migrations. */
export type Schema = Record<string, Table>

/** Reads the schema of a database; the order of tables, columns and constraints does not show in the result. */
export async function introspect(connection: Connection): Promise<Schema> {
  const schema = await (connection.engine === 'sqlite' ? introspectSqlite : introspectPostgresql)(connection)
  delete schema._prisma_migrations
  return sorted(schema, ({ columns, rules }) => ({ columns: sorted(columns), rules: sorted(rules) }))
}

/**
 * What a database lacks, has too much, or has otherwise than it should; one sentence each, naming table and column.
 * Empty when the two are the same.
 */
export function differences(expected: Schema, actual: Schema): string[] {
  return compare(expected, actual, 'the table', (name, should, is) => [
    ...compare(should.columns, is.columns, `the column ${name}.`, (column, a, b) =>
      otherwise(`the column ${name}.${column}`, a, b),
    ),
    ...compare(should.rules, is.rules, `on ${name},`, (rule, a, b) => otherwise(`on ${name}, ${rule}`, a, b)),
  ])
}

const otherwise = (what: string, should: string, is: string) =>
  should === is ? [] : [`${what} is ${is}; it should be ${should}.`]

function compare<T>(
  expected: Record<string, T>,
  actual: Record<string, T>,
  what: string,
  inside: (name: string, expected: T, actual: T) => string[],
): string[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])].sort()
  const called = (name: string) => (what.endsWith('.') ? `${what}${name}` : `${what} ${name}`)
  return names.flatMap((name) => {
    const [should, is] = [expected[name], actual[name]]
    if (is === undefined) return [`${called(name)} is missing.`]
    if (should === undefined) return [`${called(name)} is in no migration.`]
    return inside(name, should, is)
  })
}

function sorted<T>(record: Record<string, T>, each: (value: T) => T = (value) => value): Record<string, T> {
  return Object.fromEntries(
    Object.keys(record)
      .sort()
      .map((name) => [name, each(record[name] as T)]),
  )
}
