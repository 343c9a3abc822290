import type { Engine } from '../../../../lib/env/database-location'
import { parseColumns } from '../sql-text'
import { parseChecks } from './check-comments'
import { createSchemaSql } from './schema-diff'
import { findCreatedTables, findDroppedColumns, preserveSequences } from './statements'

type TableChecks = Record<string, string>

/** Adds the CHECK constraints to every table that a script creates, and changes those of the other tables. */
export async function addChecks(
  engine: Engine,
  from: string | null,
  to: string,
  script: string,
): Promise<string> {
  const before = from === null ? {} : parseChecks(from, engine)
  const after = parseChecks(to, engine)
  const created = findCreatedTables(script)
  const withChecks = created.reduce(
    (text, { created, table }) => addToTable(text, created, after[table] ?? {}),
    script,
  )
  const [first, last]: [string[], string[]] = [[], []]
  for (const [table, checks] of Object.entries(after)) {
    const previous = before[table]
    if (!previous || created.some((one) => one.table === table)) continue
    const { dropped, added } = compareChecks(previous, checks, findDroppedColumns(script, table))
    if (dropped.length === 0 && added.length === 0) continue
    if (engine === 'sqlite') last.push(await rebuildTable(to, table, checks))
    else {
      first.push(...dropped.map((name) => alterTable(table, `DROP CONSTRAINT IF EXISTS "${name}"`)))
      last.push(...added.map((name) => alterTable(table, `ADD CONSTRAINT "${name}" CHECK (${checks[name]})`)))
    }
  }
  return [...first, withChecks.trim(), ...last].filter(Boolean).join('\n\n')
}

/** PostgreSQL drops the constraints of a dropped column, also when the script adds a column of the same name again. */
function compareChecks(before: TableChecks, after: TableChecks, droppedColumns: string[]) {
  const isKept = (name: string) =>
    after[name] === before[name] && !droppedColumns.some((column) => after[name]?.includes(`"${column}"`))
  return {
    dropped: Object.keys(before).filter((name) => !isKept(name)),
    added: Object.keys(after).filter((name) => !isKept(name)),
  }
}

function alterTable(table: string, change: string): string {
  return `-- AlterTable\nALTER TABLE "${table}" ${change};`
}

function addToTable(script: string, table: string, checks: TableChecks): string {
  const lines = Object.entries(checks).map(([name, text]) => `    CONSTRAINT "${name}" CHECK (${text})`)
  if (lines.length === 0) return script
  const start = script.indexOf(`CREATE TABLE "${table}" (`)
  const end = script.indexOf('\n);', start)
  return `${script.slice(0, end)},\n\n${lines.join(',\n')}${script.slice(end)}`
}

/** SQLite has no ALTER TABLE … ADD CONSTRAINT: the table is created again and its rows are copied. */
async function rebuildTable(schema: string, table: string, checks: TableChecks): Promise<string> {
  const script = await createSchemaSql('sqlite', schema)
  const start = script.indexOf(`CREATE TABLE "${table}" (`)
  const create = script.slice(start, script.indexOf('\n);', start) + 3)
  const columns = Object.keys(parseColumns(create)[table] ?? {})
    .map((name) => `"${name}"`)
    .join(', ')
  const copy = `new_${table}`
  const createCopy = create.replace(`"${table}"`, () => `"${copy}"`)
  const indexes = script.match(new RegExp(`^CREATE (UNIQUE )?INDEX "\\w+" ON "${table}".*;$`, 'gm')) ?? []
  return preserveSequences(
    [
      '-- RedefineTables',
      'PRAGMA defer_foreign_keys=ON;',
      'PRAGMA foreign_keys=OFF;',
      addToTable(createCopy, copy, checks),
      `INSERT INTO "${copy}" (${columns}) SELECT ${columns} FROM "${table}";`,
      `DROP TABLE "${table}";`,
      `ALTER TABLE "${copy}" RENAME TO "${table}";`,
      ...indexes,
      'PRAGMA foreign_keys=ON;',
      'PRAGMA defer_foreign_keys=OFF;',
    ].join('\n'),
  )
}
