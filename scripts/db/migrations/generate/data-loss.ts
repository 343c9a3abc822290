import type { Connection } from '../../../../lib/db/connection'
import { openInMemoryConnection } from '../../../../lib/db/connection.sqlite'
import type { MigrationText } from '../files'
import { differences, introspect, type Schema, type Table } from '../introspection/introspect'
import { columnsOf } from '../sql-text'
import { splitRenames } from './renames'
import { droppedColumns, unfilled } from './statements'

/** `work` on a database in memory that earlier scripts have made. */
async function onReplayed<T>(base: string[], work: (memory: Connection) => Promise<T>): Promise<T> {
  const memory = openInMemoryConnection()
  try {
    for (const script of base) await run(memory, script)
    return await work(memory)
  } finally {
    await memory.close()
  }
}

const run = (memory: Connection, script: string) => memory.transaction('write', () => memory.execute(script))

/** The statements that made the tables of a SQLite database. */
async function tablesSql(memory: Connection): Promise<string> {
  const rows = await memory.rows<{ sql: string }>(
    `SELECT sql FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL`,
  )
  return rows.map(({ sql }) => `${sql};`).join('\n')
}

/**
 * What a script takes away from a filled database, or cannot do to one, by trying it on an empty one in memory. The
 * models are the same on both engines, and so is what is lost.
 * @param base the scripts of SQLite that lead to where `script` begins
 * @param postgresql the same script for the other engine, which makes columns of another type anew
 */
export function lossOf(base: string[], script: string, postgresql = ''): Promise<string[]> {
  return onReplayed(base, async (memory) => {
    const [renaming, rest] = splitRenames(script)
    await run(memory, renaming)
    const before = await introspect(memory)
    const columns = columnsOf(await tablesSql(memory))
    await run(memory, rest)
    return [
      ...lost(before, await introspect(memory), postgresql),
      ...unfilled(rest, columns).map(withoutValue),
    ]
  })
}

function lost(before: Schema, after: Schema, postgresql: string): string[] {
  return Object.entries(before).flatMap(([name, table]) => {
    const now = after[name]
    if (!now) return [`The table ${name} goes, with all its rows.`]
    return [...lostColumns(name, table, now, postgresql), ...changedRules(name, table, now)]
  })
}

function lostColumns(table: string, before: Table, after: Table, postgresql: string): string[] {
  return Object.keys(before.columns).flatMap((column) => {
    const name = `${table}.${column}`
    if (after.columns[column] === undefined) {
      const added = Object.keys(after.columns).filter((other) => !(other in before.columns))
      const hint = added.map((other) => ` If it is now called ${other}: --rename ${name}:${other}.`).join('')
      return [`The column ${name} goes, with what it holds.${hint}`]
    }
    return droppedColumns(postgresql, table).includes(column)
      ? [`The column ${name} changes its type: PostgreSQL forgets what it holds.`]
      : []
  })
}

/** Rows that break a rule which comes or changes stop the migration; a CHECK that goes may do so by mistake. */
function changedRules(table: string, before: Table, after: Table): string[] {
  const names = new Set([...Object.keys(before.rules), ...Object.keys(after.rules)])
  return [...names].flatMap((name) => {
    const [was, is] = [before.rules[name], after.rules[name]]
    const binding = name.startsWith('the check') || /^unique /.test(is ?? '')
    if (was === is || !binding) return []
    if (is === undefined) return [`On ${table}, ${name} goes.`]
    return [`On ${table}, ${name} ${was ? 'changes' : 'is new'}: rows that break it make the migration fail.`]
  })
}

const withoutValue = ({ table, column }: { table: string; column: string }) =>
  `The column ${table}.${column} must have a value, and rows that are already there may have none: give it a @default, or write the values into both migration.sql.`

/**
 * The columns that a script drops and its way back cannot fill on a table with rows, because an empty value would break
 * a rule. One sentence each.
 */
export function unrestorable(base: string[], script: string): Promise<string[]> {
  return onReplayed(base, async (memory) => {
    const [renaming, rest] = splitRenames(script)
    await run(memory, renaming)
    const before = await introspect(memory)
    const columns = columnsOf(await tablesSql(memory))
    await run(memory, rest)
    const after = await introspect(memory)
    return Object.entries(before).flatMap(([table, { rules }]) =>
      Object.entries(columns[table] ?? {}).flatMap(([column, { required, fallback }]) => {
        const gone = after[table] && after[table].columns[column] === undefined
        const bound = Object.entries(rules).some(
          ([name, rule]) =>
            !/^(the index|the primary key)/.test(name + rule) && (name + rule).includes(column),
        )
        const unique = Object.values(rules).some((rule) => rule.startsWith('unique') && rule.includes(column))
        return gone && required && fallback === null && (bound || unique)
          ? [
              `down.sql cannot fill ${table}.${column} again on a table with rows, because a rule binds it: write its values there by hand.`,
            ]
          : []
      }),
    )
  })
}

/**
 * Tries a migration of SQLite up and down on an empty database in memory.
 * @returns what is not as before afterwards
 */
export function roundTrip(
  base: string[],
  { up, down }: Pick<MigrationText, 'up' | 'down'>,
): Promise<string[]> {
  return onReplayed(base, async (memory) => {
    const before = await introspect(memory)
    await run(memory, up)
    await run(memory, down)
    return differences(before, await introspect(memory))
  })
}
