import type { Engine } from '../../../../lib/env/database-location'
import { columnsOf } from '../sql-text'
import { renameStatements } from './renames'
import { schemaDiff } from './schema-diff'
import { checksOf, enumValues, type Rename, withNames } from './schema-text'
import {
  createdTables,
  droppedColumns,
  neutral,
  type ValueFor,
  withSequences,
  withValues,
} from './statements'

type Options = {
  /** Tables and columns that only change their names: without it a new name is a loss and an empty column. */
  renames?: Rename[]
  /** Gives rows that are already there an empty value in each column that must have one, where it has no default. */
  fill?: boolean
}

/**
 * The SQL that turns one schema into another, CHECK constraints and names included; needs no database.
 * @param from null for an empty database
 * @returns null when there is nothing to do
 */
export async function migrationScript(
  engine: Engine,
  from: string | null,
  to: string,
  { renames = [], fill = false }: Options = {},
): Promise<string | null> {
  const renamed = from === null ? null : withNames(from, renames)
  const renaming = from && renamed ? await renameStatements(engine, from, renamed, renames) : []
  const diff = (await schemaDiff(engine, renamed, to)) ?? ''
  const changes = engine === 'sqlite' ? withSequences(diff) : diff
  const structure = renamed && changes ? await withRowsFilled(engine, changes, renamed, to, fill) : changes
  const script = [...renaming, await withChecks(engine, renamed, to, structure)].filter(Boolean).join('\n')
  return script.trim() === '' ? null : `${script.trim()}\n`
}

async function withRowsFilled(engine: Engine, script: string, from: string, to: string, fill: boolean) {
  const [before, after] = await Promise.all([createdColumns(engine, from), createdColumns(engine, to)])
  const enums = enumValues(to)
  const valueFor: ValueFor = (table, column, type) => {
    const known = after[table]?.[column]
    if (known && known.fallback !== null) return known.fallback
    if (!fill) return null
    const first = enums[`${table}.${column}`]
    return first === undefined ? neutral(known?.type ?? type) : `'${first}'`
  }
  return withValues(engine, script, before, valueFor)
}

/** The columns of all tables of a schema. */
export const createdColumns = async (engine: Engine, schema: string) =>
  columnsOf((await schemaDiff(engine, null, schema)) ?? '')

/** Puts the constraints into every table that the script makes, and changes those of the tables that stay. */
async function withChecks(engine: Engine, from: string | null, to: string, script: string): Promise<string> {
  const [before, after] = [from === null ? {} : checksOf(from, engine), checksOf(to, engine)]
  const created = createdTables(script)
  const whole = created.reduce((text, { made, table }) => withinTable(text, made, after[table]), script)

  const [first, last]: [string[], string[]] = [[], []]
  for (const [table, checks] of Object.entries(after)) {
    const old = before[table]
    if (!old || created.some((one) => one.table === table)) continue
    const touched = droppedColumns(script, table)
    // PostgreSQL drops the constraints of a column together with it, even when a column of that name comes back.
    const same = (name: string) =>
      checks[name] === old[name] && !touched.some((column) => checks[name]?.includes(`"${column}"`))
    if ([...Object.keys(old), ...Object.keys(checks)].every(same)) continue
    if (engine === 'sqlite') last.push(await rebuild(to, table, checks))
    else {
      first.push(
        ...Object.keys(old).flatMap((name) =>
          same(name) ? [] : [alter(table, `DROP CONSTRAINT IF EXISTS "${name}"`)],
        ),
      )
      last.push(
        ...Object.entries(checks).flatMap(([name, expression]) =>
          same(name) ? [] : [alter(table, `ADD CONSTRAINT "${name}" CHECK (${expression})`)],
        ),
      )
    }
  }
  return [...first, whole.trim(), ...last].filter(Boolean).join('\n\n')
}

const alter = (table: string, change: string) => `-- AlterTable\nALTER TABLE "${table}" ${change};`

function withinTable(script: string, table: string, checks: Record<string, string> = {}): string {
  const lines = Object.entries(checks).map(([name, text]) => `    CONSTRAINT "${name}" CHECK (${text})`)
  if (lines.length === 0) return script
  const start = script.indexOf(`CREATE TABLE "${table}" (`)
  const end = script.indexOf('\n);', start)
  return `${script.slice(0, end)},\n\n${lines.join(',\n')}${script.slice(end)}`
}

/** SQLite has no ALTER TABLE … ADD CONSTRAINT: the table is made anew and its rows are moved over. */
async function rebuild(schema: string, table: string, checks: Record<string, string>): Promise<string> {
  const all = (await schemaDiff('sqlite', null, schema)) ?? ''
  const start = all.indexOf(`CREATE TABLE "${table}" (`)
  const create = all.slice(start, all.indexOf('\n);', start) + 3)
  const columns = Object.keys(columnsOf(create)[table] ?? {})
    .map((name) => `"${name}"`)
    .join(', ')
  const copy = `new_${table}`
  const made = withinTable(
    create.replace(`"${table}"`, () => `"${copy}"`),
    copy,
    checks,
  )
  const indexes = all.match(new RegExp(`^CREATE (UNIQUE )?INDEX "\\w+" ON "${table}".*;$`, 'gm')) ?? []
  return withSequences(
    [
      '-- RedefineTables',
      'PRAGMA defer_foreign_keys=ON;',
      'PRAGMA foreign_keys=OFF;',
      made,
      `INSERT INTO "${copy}" (${columns}) SELECT ${columns} FROM "${table}";`,
      `DROP TABLE "${table}";`,
      `ALTER TABLE "${copy}" RENAME TO "${table}";`,
      ...indexes,
      'PRAGMA foreign_keys=ON;',
      'PRAGMA defer_foreign_keys=OFF;',
    ].join('\n'),
  )
}
