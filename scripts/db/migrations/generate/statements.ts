import type { Engine } from '../../../../lib/env/database-location'
import { type Column, mapStatements, parseColumns, splitSql } from '../sql-text'

// Changes to the scripts of Prisma's schema engine. On SQLite it rebuilds a table: creates "new_<table>", copies the
// rows, drops the old table and renames the new one.

type Columns = Record<string, Record<string, Column>>

/** The SQL value for existing rows without a value in a column; null leaves them without one. */
export type ValueFor = (table: string, column: string, type: string) => string | null

/** The tables that a script creates, by their name in CREATE TABLE and their final name. */
export function findCreatedTables(script: string): { created: string; table: string }[] {
  return [...script.matchAll(/^CREATE TABLE "(\w+)" \($/gm)].map(([, created = '']) => ({
    created,
    table: isRebuilt(script, created) ? created.slice('new_'.length) : created,
  }))
}

/** Whether a table is renamed to replace another one at the end of a rebuild. */
function isRebuilt(script: string, name: string): boolean {
  return name.startsWith('new_') && script.includes(`ALTER TABLE "${name}" RENAME TO "${name.slice(4)}";`)
}

/** Keeps the AUTOINCREMENT counter of rebuilt tables; otherwise the id of a deleted last row would be reused. */
export function preserveSequences(script: string): string {
  return script.replace(/^DROP TABLE "(\w+)";$/gm, (drop, table: string) => {
    const start = script.indexOf(`CREATE TABLE "new_${table}" (`)
    const definition = start < 0 ? '' : script.slice(start, script.indexOf('\n);', start))
    if (!definition.includes('AUTOINCREMENT') || !isRebuilt(script, `new_${table}`)) return drop
    return [
      `DELETE FROM "sqlite_sequence" WHERE "name" = 'new_${table}';`,
      `INSERT INTO "sqlite_sequence" ("name", "seq") SELECT 'new_${table}', "seq" FROM "sqlite_sequence" WHERE "name" = '${table}';`,
      drop,
    ].join('\n')
  })
}

/** Gives existing rows a value in every column that becomes required. */
export function fillRequiredColumns(
  engine: Engine,
  script: string,
  before: Columns,
  valueFor: ValueFor,
): string {
  return engine === 'sqlite' ? fillInCopies(script, before, valueFor) : fillInAlterations(script, valueFor)
}

/** PostgreSQL: adds the column with a temporary default, or runs an UPDATE before a column becomes required. */
function fillInAlterations(script: string, valueFor: ValueFor): string {
  return mapStatements(script, (statement) => {
    const [opening, table = ''] = /^ALTER TABLE "(\w+)"\s+/.exec(statement) ?? []
    if (!opening) return statement
    const updates: string[] = []
    const dropDefaults: string[] = []
    const clauses = splitSql(statement.slice(opening.length), ',').map((clause) => {
      const [, added, type = ''] = /^\s*ADD COLUMN\s+"(\w+)" (.+) NOT NULL$/.exec(clause) ?? []
      const addedValue = added ? valueFor(table, added, type) : null
      if (addedValue !== null) dropDefaults.push(`ALTER COLUMN "${added}" DROP DEFAULT`)
      const required = /^\s*ALTER COLUMN "(\w+)" SET NOT NULL$/.exec(clause)?.[1]
      const missingValue = required ? valueFor(table, required, '') : null
      if (missingValue !== null)
        updates.push(`UPDATE "${table}" SET "${required}" = ${missingValue} WHERE "${required}" IS NULL;\n`)
      return addedValue === null ? clause : `${clause} DEFAULT ${addedValue}`
    })
    const afterwards = dropDefaults.length > 0 ? `;\nALTER TABLE "${table}" ${dropDefaults.join(', ')}` : ''
    return `${updates.join('')}${opening}${clauses.join(',')}${afterwards}`
  })
}

const copyPattern = /^INSERT INTO "new_(\w+)" \((.*)\) SELECT (.*) FROM ("\w+";)$/gm

/** SQLite: fills the values while the rows are copied to the rebuilt table. */
function fillInCopies(script: string, before: Columns, valueFor: ValueFor): string {
  return script.replace(copyPattern, (_, table: string, into: string, list: string, from: string) => {
    const columns = parseColumns(script)[`new_${table}`] ?? {}
    const targets = splitSql(into, ',').map((name) => name.trim())
    const values = splitSql(list, ',').map((item) => {
      const name = /^\s*"(\w+)"$/.exec(item)?.[1] ?? ''
      const column = columns[name]
      const becomesRequired = column?.required && before[table]?.[name]?.required === false
      const value = becomesRequired ? valueFor(table, name, column.type) : null
      return value === null ? item.trim() : `coalesce("${name}", ${value}) AS "${name}"`
    })
    for (const [name, { type }] of omittedColumns(columns, targets)) {
      const value = valueFor(table, name, type)
      if (value === null) continue
      targets.push(`"${name}"`)
      values.push(value)
    }
    return `INSERT INTO "new_${table}" (${targets.join(', ')}) SELECT ${values.join(', ')} FROM ${from}`
  })
}

/** The required columns without a default that are not among the targets of a copy. */
function omittedColumns(columns: Record<string, Column>, targets: string[]): [string, Column][] {
  return Object.entries(columns).filter(
    ([name, { required, defaultValue }]) =>
      required && defaultValue === null && !targets.includes(`"${name}"`),
  )
}

/** The columns that are required after a SQLite script and for which existing rows may have no value. */
export function findUnfilledColumns(script: string, before: Columns): { table: string; column: string }[] {
  return [...script.matchAll(copyPattern)].flatMap(([, table = '', into = '']) => {
    const columns = parseColumns(script)[`new_${table}`] ?? {}
    const targets = splitSql(into, ',').map((name) => name.trim())
    const newlyRequired = Object.entries(columns).filter(
      ([name, column]) =>
        column.required && column.defaultValue === null && before[table]?.[name]?.required === false,
    )
    return [...omittedColumns(columns, targets), ...newlyRequired].map(([column]) => ({ table, column }))
  })
}

/** The columns that a PostgreSQL script drops from a table, including those that it adds again. */
export function findDroppedColumns(script: string, table: string): string[] {
  return splitSql(script, ';')
    .filter((statement) => statement.includes(`ALTER TABLE "${table}" `))
    .flatMap((statement) => [...statement.matchAll(/DROP COLUMN "(\w+)"/g)].map(([, name]) => name as string))
}

/** An empty value of a SQL type. */
export function emptyValue(type: string): string {
  if (/^(TEXT|VARCHAR|CHAR)/.test(type)) return "''"
  if (/^(DATETIME|TIMESTAMP|DATE)/.test(type)) return 'CURRENT_TIMESTAMP'
  if (/^BOOLEAN/.test(type)) return 'false'
  if (/^JSON/.test(type)) return "'{}'"
  if (/^BLOB/.test(type)) return "x''"
  if (/^BYTEA/.test(type)) return "'\\x'"
  return '0'
}
