import type { Connection } from '../../../../lib/db/connection'
import { textInParentheses } from '../sql-text'
import type { Schema, Table } from './introspect'

type Column = { name: string; type: string; notnull: number; dflt_value: string | null; pk: number }
type Index = { name: string; unique: number; origin: string }
type ForeignKeyPart = {
  id: number
  seq: number
  table: string
  from: string
  to: string | null
  on_update: string
  on_delete: string
}

/** Reads a SQLite schema from its pragmas, and the CHECK constraints from the CREATE TABLE statements. */
export async function introspectSqlite(connection: Connection): Promise<Schema> {
  const tables = await connection.rows<{ name: string; sql: string }>(
    `SELECT t.name, s.sql FROM pragma_table_list t JOIN sqlite_schema s ON s.name = t.name AND s.type = 'table'
     WHERE t.schema = 'main' AND t.type IN ('table', 'virtual') AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
  )
  const schema: Schema = {}
  for (const { name, sql } of tables) schema[name] = await describeTable(connection, name, sql)
  return schema
}

async function describeTable(connection: Connection, name: string, sql: string): Promise<Table> {
  const columns = await connection.rows<Column>('SELECT * FROM pragma_table_info(?)', [name])
  const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk)
  const autoincrement = /\bAUTOINCREMENT\b/i.test(sql) ? ' AUTOINCREMENT' : ''
  return {
    columns: Object.fromEntries(columns.map((column) => [column.name, describeColumn(column)])),
    rules: {
      ...(key.length > 0 && { 'the primary key': `(${key.map((column) => column.name)})${autoincrement}` }),
      ...(await describeIndexes(connection, name)),
      ...(await describeForeignKeys(connection, name)),
      ...describeChecks(sql),
      ...(await describeTriggers(connection, name)),
      ...(/^CREATE VIRTUAL /i.test(sql) && { 'the module': collapseSpace(sql) }),
    },
  }
}

function describeColumn({ type, notnull, dflt_value }: Column): string {
  return `${type}${notnull ? ' NOT NULL' : ''}${dflt_value === null ? '' : ` DEFAULT ${dflt_value}`}`
}

async function describeIndexes(connection: Connection, name: string) {
  const rules: Table['rules'] = {}
  const list = await connection.rows<Index>('SELECT * FROM pragma_index_list(?)', [name])
  for (const { name: index, unique, origin } of list) {
    // The index of the primary key, which is described separately.
    if (origin === 'pk') continue
    const columns = await connection.rows<{ name: string }>(
      'SELECT name FROM pragma_index_info(?) ORDER BY seqno',
      [index],
    )
    rules[`the index ${index}`] = `${unique ? 'unique ' : ''}(${columns.map((column) => column.name)})`
  }
  return rules
}

/** Foreign keys are named by their columns: SQLite stores no names for them. */
async function describeForeignKeys(connection: Connection, name: string) {
  const parts = await connection.rows<ForeignKeyPart>(
    'SELECT * FROM pragma_foreign_key_list(?) ORDER BY id, seq',
    [name],
  )
  const rules: Table['rules'] = {}
  for (const first of parts.filter(({ seq }) => seq === 0)) {
    const key = parts.filter(({ id }) => id === first.id)
    rules[`the foreign key (${key.map(({ from }) => from)})`] =
      `to ${first.table} (${key.map(({ to }) => to)}) ON UPDATE ${first.on_update} ON DELETE ${first.on_delete}`
  }
  return rules
}

async function describeTriggers(connection: Connection, name: string) {
  const list = await connection.rows<{ name: string; sql: string }>(
    `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?`,
    [name],
  )
  return Object.fromEntries(
    list.map((trigger) => [`the trigger ${trigger.name}`, collapseSpace(trigger.sql)]),
  )
}

function collapseSpace(sql: string): string {
  return sql.replace(/\s+/g, ' ').trim()
}

function describeChecks(sql: string) {
  const rules: Table['rules'] = {}
  for (const match of sql.matchAll(/(?:\bCONSTRAINT\s+"?(\w+)"?\s+)?\bCHECK\s*\(/gi)) {
    const inside = textInParentheses(sql, match.index + match[0].length)
    const expression = collapseSpace(inside)
    rules[`the check ${match[1] ?? `(${expression})`}`] = `(${expression})`
  }
  return rules
}
