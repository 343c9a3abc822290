import type { Connection } from '../../../../lib/db/connection'
import { openInMemoryConnection } from '../../../../lib/db/connection.sqlite'
import type { MigrationFiles } from '../files'
import { compareSchemas } from '../introspection/compare'
import { introspect, type Schema, type Table } from '../introspection/introspect'
import { type Column, parseColumns } from '../sql-text'
import { splitRenames } from './rename-statements'
import { findDroppedColumns, findUnfilledColumns } from './statements'

// Scripts are tried on an empty SQLite database in memory. The models are the same on both engines, so what SQLite
// loses, PostgreSQL loses too.

/**
 * Finds what a script deletes from a database with rows, or cannot do to one.
 * @param base the SQLite scripts that lead to the schema before `script`
 * @param script the SQLite script
 * @param postgresql the same script for PostgreSQL, which replaces columns whose type changes
 * @returns one sentence each
 */
export async function findDataLoss(base: string[], script: string, postgresql = ''): Promise<string[]> {
  const { before, columns, after, rest } = await tryScript(base, script)
  return [
    ...findLosses(before, after, postgresql),
    ...findUnfilledColumns(rest, columns).map(
      ({ table, column }) =>
        `The column ${table}.${column} is required, and existing rows may have no value: give it a @default, or write the values into both migration.sql.`,
    ),
  ]
}

/**
 * Finds the columns that a script drops and that its down.sql cannot fill on a table with rows, because an empty value
 * would violate a rule.
 * @returns one sentence each
 */
export async function findUnrestorableColumns(base: string[], script: string): Promise<string[]> {
  const { before, columns, after } = await tryScript(base, script)
  return Object.entries(before).flatMap(([table, { rules }]) =>
    Object.entries(columns[table] ?? {}).flatMap(([column, { required, defaultValue }]) => {
      const isDropped = after[table] && after[table].columns[column] === undefined
      return isDropped && required && defaultValue === null && isConstrained(column, rules)
        ? [
            `down.sql cannot fill ${table}.${column} again on a table with rows, because a constraint applies to it: write its values there by hand.`,
          ]
        : []
    }),
  )
}

function isConstrained(column: string, rules: Table['rules']): boolean {
  return Object.entries(rules).some(([name, definition]) => {
    if (definition.startsWith('unique') && definition.includes(column)) return true
    return !/^the (index|primary key)/.test(name) && `${name}${definition}`.includes(column)
  })
}

/**
 * Runs a SQLite migration up and down.
 * @returns the differences between the schema before and after
 */
export function findRoundTripDifferences(
  base: string[],
  { up, down }: Pick<MigrationFiles, 'up' | 'down'>,
): Promise<string[]> {
  return withReplayedSchema(base, async (memory) => {
    const before = await introspect(memory)
    await execute(memory, up)
    await execute(memory, down)
    return compareSchemas(before, await introspect(memory))
  })
}

type Trial = {
  /** The schema before the script, with the new names. */
  before: Schema
  columns: Record<string, Record<string, Column>>
  after: Schema
  /** The script without its renames. */
  rest: string
}

function tryScript(base: string[], script: string): Promise<Trial> {
  return withReplayedSchema(base, async (memory) => {
    const [renames, rest] = splitRenames(script)
    await execute(memory, renames)
    const before = await introspect(memory)
    const columns = parseColumns(await createTableStatements(memory))
    await execute(memory, rest)
    return { before, columns, after: await introspect(memory), rest }
  })
}

async function withReplayedSchema<T>(base: string[], work: (memory: Connection) => Promise<T>): Promise<T> {
  const memory = openInMemoryConnection()
  try {
    for (const script of base) await execute(memory, script)
    return await work(memory)
  } finally {
    await memory.close()
  }
}

function execute(memory: Connection, script: string): Promise<void> {
  return memory.transaction('write', () => memory.execute(script))
}

async function createTableStatements(memory: Connection): Promise<string> {
  const rows = await memory.rows<{ sql: string }>(
    `SELECT sql FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL`,
  )
  return rows.map(({ sql }) => `${sql};`).join('\n')
}

function findLosses(before: Schema, after: Schema, postgresql: string): string[] {
  return Object.entries(before).flatMap(([name, table]) => {
    const changed = after[name]
    if (!changed) return [`The table ${name} is dropped with all its rows.`]
    return [...findColumnLosses(name, table, changed, postgresql), ...findRuleChanges(name, table, changed)]
  })
}

function findColumnLosses(table: string, before: Table, after: Table, postgresql: string): string[] {
  return Object.keys(before.columns).flatMap((column) => {
    const name = `${table}.${column}`
    if (after.columns[column] === undefined) {
      const added = Object.keys(after.columns).filter((other) => !(other in before.columns))
      const hints = added.map((other) => ` If it was renamed to ${other}: --rename ${name}:${other}.`)
      return [`The column ${name} is dropped with its values.${hints.join('')}`]
    }
    return findDroppedColumns(postgresql, table).includes(column)
      ? [`The column ${name} changes its type: PostgreSQL drops its values.`]
      : []
  })
}

/** Rows that violate a new or changed rule make the migration fail; a CHECK may be dropped by mistake. */
function findRuleChanges(table: string, before: Table, after: Table): string[] {
  const names = new Set([...Object.keys(before.rules), ...Object.keys(after.rules)])
  return [...names].flatMap((name) => {
    const [previous, current] = [before.rules[name], after.rules[name]]
    const restrictsValues = name.startsWith('the check') || /^unique /.test(current ?? '')
    if (previous === current || !restrictsValues) return []
    if (current === undefined) return [`On ${table}, ${name} is dropped.`]
    return [
      `On ${table}, ${name} ${previous ? 'changes' : 'is new'}: rows that violate it make the migration fail.`,
    ]
  })
}
