import type { Engine } from '../../../../lib/env/database-location'
import { type Column, columnsOf, mapStatements, splitSql } from '../sql-text'

type Columns = Record<string, Record<string, Column>>
/** The value, as SQL, for rows that have none in a column; null leaves them without. */
export type ValueFor = (table: string, column: string, type: string) => string | null

/** The tables that a script makes: their name within the script, and their name after it. */
export function createdTables(script: string): { made: string; table: string }[] {
  return [...script.matchAll(/^CREATE TABLE "(\w+)" \($/gm)].map(([, made = '']) => ({
    made,
    table: isCopy(script, made) ? made.slice('new_'.length) : made,
  }))
}

/** Whether a table is the new form of another one, whose place it takes at the end of a rebuild. */
const isCopy = (script: string, name: string) =>
  name.startsWith('new_') && script.includes(`ALTER TABLE "${name}" RENAME TO "${name.slice(4)}";`)

/** A rebuilt table goes on counting where it was: without this the id of a deleted last row would be given again. */
export function withSequences(script: string): string {
  return script.replace(/^DROP TABLE "(\w+)";$/gm, (drop, table: string) => {
    const made = script.indexOf(`CREATE TABLE "new_${table}" (`)
    const copy = made < 0 ? '' : script.slice(made, script.indexOf('\n);', made))
    if (!copy.includes('AUTOINCREMENT') || !isCopy(script, `new_${table}`)) return drop
    return [
      `DELETE FROM "sqlite_sequence" WHERE "name" = 'new_${table}';`,
      `INSERT INTO "sqlite_sequence" ("name", "seq") SELECT 'new_${table}', "seq" FROM "sqlite_sequence" WHERE "name" = '${table}';`,
      drop,
    ].join('\n')
  })
}

/** Gives the rows that are already there a value in every column that must have one now. */
export function withValues(engine: Engine, script: string, before: Columns, valueFor: ValueFor): string {
  return engine === 'sqlite' ? inCopies(script, before, valueFor) : inAlterations(script, valueFor)
}

/** PostgreSQL: a default for the moment in which the column is added; an UPDATE before one becomes required. */
function inAlterations(script: string, valueFor: ValueFor): string {
  return mapStatements(script, (statement) => {
    const [opening, table = ''] = /^ALTER TABLE "(\w+)"\s+/.exec(statement) ?? []
    if (!opening) return statement
    const [before, after]: [string[], string[]] = [[], []]
    const clauses = splitSql(statement.slice(opening.length), ',').map((clause) => {
      const [, added, type = ''] = /^\s*ADD COLUMN\s+"(\w+)" (.+) NOT NULL$/.exec(clause) ?? []
      const value = added ? valueFor(table, added, type) : null
      if (value !== null) after.push(`ALTER COLUMN "${added}" DROP DEFAULT`)
      const required = /^\s*ALTER COLUMN "(\w+)" SET NOT NULL$/.exec(clause)?.[1]
      const missing = required ? valueFor(table, required, '') : null
      if (missing !== null)
        before.push(`UPDATE "${table}" SET "${required}" = ${missing} WHERE "${required}" IS NULL;\n`)
      return value === null ? clause : `${clause} DEFAULT ${value}`
    })
    const dropped = after.length > 0 ? `;\nALTER TABLE "${table}" ${after.join(', ')}` : ''
    return `${before.join('')}${opening}${clauses.join(',')}${dropped}`
  })
}

/** SQLite: in the move of the rows to the new form of their table. */
function inCopies(script: string, before: Columns, valueFor: ValueFor): string {
  return script.replace(copyPattern, (_, table: string, into: string, list: string, from: string) => {
    const columns = columnsOf(script)[`new_${table}`] ?? {}
    const named = splitSql(into, ',').map((name) => name.trim())
    const values = splitSql(list, ',').map((item) => {
      const name = /^\s*"(\w+)"$/.exec(item)?.[1] ?? ''
      const column = columns[name]
      const becomesRequired = column?.required && before[table]?.[name]?.required === false
      const value = becomesRequired ? valueFor(table, name, column.type) : null
      return value === null ? item.trim() : `coalesce("${name}", ${value}) AS "${name}"`
    })
    for (const [name, { type }] of missing(columns, named)) {
      const value = valueFor(table, name, type)
      if (value === null) continue
      named.push(`"${name}"`)
      values.push(value)
    }
    return `INSERT INTO "new_${table}" (${named.join(', ')}) SELECT ${values.join(', ')} FROM ${from}`
  })
}

const copyPattern = /^INSERT INTO "new_(\w+)" \((.*)\) SELECT (.*) FROM ("\w+";)$/gm

/** The required columns, without a default, that a move of rows leaves out. */
const missing = (columns: Record<string, Column>, named: string[]) =>
  Object.entries(columns).filter(
    ([name, { required, fallback }]) => required && fallback === null && !named.includes(`"${name}"`),
  )

/** The columns that rows must have a value in after a script of SQLite, and may not have one before. */
export function unfilled(script: string, before: Columns): { table: string; column: string }[] {
  return [...script.matchAll(copyPattern)].flatMap(([, table = '', into = '']) => {
    const columns = columnsOf(script)[`new_${table}`] ?? {}
    const named = splitSql(into, ',').map((name) => name.trim())
    const required = Object.entries(columns).filter(
      ([name, column]) =>
        column.required && column.fallback === null && before[table]?.[name]?.required === false,
    )
    return [...missing(columns, named), ...required].map(([column]) => ({ table, column }))
  })
}

/** The columns that a script of PostgreSQL drops from a table, to make them anew or for good. */
export function droppedColumns(script: string, table: string): string[] {
  return splitSql(script, ';')
    .filter((statement) => statement.includes(`ALTER TABLE "${table}" `))
    .flatMap((statement) => [...statement.matchAll(/DROP COLUMN "(\w+)"/g)].map(([, name]) => name as string))
}

/** A value of a type that says nothing. */
export function neutral(type: string): string {
  if (/^(TEXT|VARCHAR|CHAR)/.test(type)) return "''"
  if (/^(DATETIME|TIMESTAMP|DATE)/.test(type)) return 'CURRENT_TIMESTAMP'
  if (/^BOOLEAN/.test(type)) return 'false'
  if (/^JSON/.test(type)) return "'{}'"
  if (/^BLOB/.test(type)) return "x''"
  if (/^BYTEA/.test(type)) return "'\\x'"
  return '0'
}
