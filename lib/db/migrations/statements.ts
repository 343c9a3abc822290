import type { Engine } from '../address'

/** The tables that a script makes, the copies of a rebuild (`new_…`) included. */
export const createdTables = (script: string): string[] =>
  [...script.matchAll(/^CREATE TABLE "(\w+)" \($/gm)].map(([, name]) => name as string)

/** A rebuilt table goes on counting where it was: without this the id of a deleted last row would be given again. */
export function withSequences(script: string): string {
  return script.replace(/^DROP TABLE "(\w+)";$/gm, (drop, table: string) => {
    const copy = statementOf(script, `CREATE TABLE "new_${table}" (`)
    if (!copy.includes('AUTOINCREMENT')) return drop
    return [
      `DELETE FROM "sqlite_sequence" WHERE "name" = 'new_${table}';`,
      `INSERT INTO "sqlite_sequence" ("name", "seq") SELECT 'new_${table}', "seq" FROM "sqlite_sequence" WHERE "name" = '${table}';`,
      drop,
    ].join('\n')
  })
}

/** Gives the rows that are already there a neutral value in every new column that must have one. */
export function withFills(engine: Engine, script: string): string {
  return engine === 'sqlite' ? filledCopies(script) : filledColumns(script)
}

/** The columns that a script adds to rows which may be there, without a value for them. */
export function fillsFor(engine: Engine, script: string): { table: string; column: string }[] {
  if (engine === 'sqlite') {
    return copies(script).flatMap(({ table, missing }) => missing.map(({ column }) => ({ table, column })))
  }
  return [...script.matchAll(/^ALTER TABLE "(\w+)"[^;]*;/gm)].flatMap(([statement, table = '']) =>
    [...statement.matchAll(requiredColumn)].map(([, column = '']) => ({ table, column })),
  )
}

const requiredColumn = /ADD COLUMN +"(\w+)" ([^,;\n]+?) NOT NULL(?=[,;])/g

function filledColumns(script: string): string {
  return script.replace(/^ALTER TABLE "(\w+)"[^;]*;/gm, (statement, table: string) => {
    const columns = [...statement.matchAll(requiredColumn)].map(([, column]) => column)
    if (columns.length === 0) return statement
    const filled = statement.replace(
      requiredColumn,
      (found, _column, type: string) => `${found} DEFAULT ${neutral(type)}`,
    )
    const forgotten = columns.map((column) => `ALTER COLUMN "${column}" DROP DEFAULT`).join(', ')
    return `${filled}\nALTER TABLE "${table}" ${forgotten};`
  })
}

function filledCopies(script: string): string {
  return copies(script).reduce((text, { insert, missing }) => {
    const names = missing.map(({ column }) => `, "${column}"`).join('')
    const values = missing.map(({ type }) => `, ${neutral(type)}`).join('')
    return text.replace(insert, () =>
      insert.replace(') SELECT ', `${names}) SELECT `).replace(' FROM ', `${values} FROM `),
    )
  }, script)
}

/** The moves of rows in a script of SQLite, with the required columns that get nothing. */
function copies(script: string) {
  return [...script.matchAll(/^INSERT INTO "new_(\w+)" \(.*$/gm)].map(([insert, table = '']) => {
    const columns = statementOf(script, `CREATE TABLE "new_${table}" (`).matchAll(/^ {4}"(\w+)" (\w+)(.*)$/gm)
    const missing = [...columns].flatMap(([, column = '', type = '', rest = '']) =>
      / NOT NULL/.test(rest) &&
      !/ DEFAULT | PRIMARY KEY/.test(rest) &&
      !insert.split(' SELECT ')[0]?.includes(`"${column}"`)
        ? [{ column, type }]
        : [],
    )
    return { table, insert, missing }
  })
}

function statementOf(script: string, opening: string): string {
  const start = script.indexOf(opening)
  return start < 0 ? '' : script.slice(start, script.indexOf('\n);', start))
}

/** A value of a type that says nothing. */
function neutral(type: string): string {
  if (/^(TEXT|VARCHAR|CHAR)/.test(type)) return "''"
  if (/^(DATETIME|TIMESTAMP|DATE)/.test(type)) return 'CURRENT_TIMESTAMP'
  if (/^BOOLEAN/.test(type)) return 'false'
  if (/^JSON/.test(type)) return "'{}'"
  if (/^BLOB/.test(type)) return "x''"
  if (/^BYTEA/.test(type)) return "'\\x'"
  return '0'
}
