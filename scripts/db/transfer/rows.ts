import { type Connection, quoteIdentifier } from '../../../lib/db/connection'
import { type Column, keyOf, type Table } from './layout'
import { type Cell, createConverter } from './values'

/** Rows per read. */
const batchSize = 1000

/** SQLite binds at most 32,766 parameters per statement. */
const maxParameters = 32_000

/** A row by the names of its columns. */
export type Row = Record<string, Cell>

/** Reads the rows of a table by keyset pagination over the primary key, because a table may not fit into memory. */
export async function* readRows(source: Connection, table: Table): AsyncGenerator<Row[]> {
  const key = keyOf(table)
  if (key.length === 0)
    throw new Error(`${table.name} has no primary key, so its rows cannot be read in order.`)
  let cursor: Cell[] = []
  for (;;) {
    const batch = await source.rows<Row>(selectSql(source, table, cursor.length > 0), cursor)
    if (batch.length > 0) yield batch
    const last = batch.at(-1)
    if (batch.length < batchSize || !last) return
    cursor = key.map(({ name }) => last[name] as Cell)
  }
}

/**
 * The statement that reads one batch.
 * @param afterCursor takes the key of the last row of the previous batch as parameters
 */
export function selectSql({ engine }: Connection, table: Table, afterCursor: boolean): string {
  const columns = table.columns.map(
    (column) => `${selectExpression[engine](column)} AS ${quoteIdentifier(column.name)}`,
  )
  const key = keyOf(table)
  // Qualified: ORDER BY "id" alone would sort by the selected text.
  const keyColumns = key.map(({ name }) => `t.${quoteIdentifier(name)}`).join(', ')
  const parameters = key.map(({ type }, index) => (engine === 'sqlite' ? '?' : `$${index + 1}::${type}`))
  const where = afterCursor ? ` WHERE (${keyColumns}) > (${parameters.join(', ')})` : ''
  return `SELECT ${columns.join(', ')} FROM ${quoteIdentifier(table.name)} t${where} ORDER BY ${keyColumns} LIMIT ${batchSize}`
}

/** Large integers are read as text, because a JavaScript number would lose digits. */
const selectExpression = {
  sqlite: ({ name, kind }: Column) =>
    kind === 'integer' ? `CAST(t.${quoteIdentifier(name)} AS TEXT)` : `t.${quoteIdentifier(name)}`,
  postgresql: ({ name }: Column) => `t.${quoteIdentifier(name)}::text`,
}

/**
 * Creates a function that inserts batches into a table.
 * @param table the table of the target; the source has the same columns
 * @throws Error that names table, row and column when a value cannot be stored
 */
export function rowWriter(
  source: Connection,
  target: Connection,
  table: Table,
): (batch: Row[]) => Promise<void> {
  const columns = table.columns.map((column) => ({
    ...column,
    convert: createConverter(source.engine, target.engine, column.kind),
  }))
  const convertRow = (row: Row) =>
    columns.map(({ name, convert }) => {
      try {
        return convert(row[name] ?? null)
      } catch (error) {
        const key = keyOf(table).map((part) => `${part.name} ${row[part.name]}`)
        throw new Error(`${table.name}, ${key.join(', ')}: ${name} ${(error as Error).message}.`)
      }
    })
  return async (batch) => {
    const rows = batch.map(convertRow)
    if (target.engine === 'postgresql') {
      const columnArrays = columns.map((_, index) => rows.map((row) => row[index]))
      await target.rows(insertSql(target, table), columnArrays)
      return
    }
    const rowsPerStatement = Math.floor(maxParameters / columns.length)
    for (let start = 0; start < rows.length; start += rowsPerStatement) {
      const chunk = rows.slice(start, start + rowsPerStatement)
      await target.rows(insertSql(target, table, chunk.length), chunk.flat())
    }
  }
}

/**
 * The statement that inserts rows.
 * @param rows the number of rows on SQLite; PostgreSQL takes any number, as one array per column
 */
export function insertSql({ engine }: Connection, { name, columns }: Table, rows = 1): string {
  const into = `INSERT INTO ${quoteIdentifier(name)} (${columns.map((column) => quoteIdentifier(column.name)).join(', ')})`
  if (engine === 'postgresql')
    return `${into} SELECT * FROM unnest(${columns.map(({ type }, index) => `$${index + 1}::${type}[]`).join(', ')})`
  const parameters = `(${columns.map(() => '?').join(', ')})`
  return `${into} VALUES ${Array(rows).fill(parameters).join(', ')}`
}
