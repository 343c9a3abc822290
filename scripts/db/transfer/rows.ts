import { type Connection, quoteIdentifier } from '../../../lib/db/connection'
import { type Column, keyOf, type Table } from './layout'
import { type Cell, conversion } from './values'

/** Rows read at once. */
const batchSize = 1000

/** SQLite binds at most 32,766 values a statement. */
const maxValues = 32_000

/** A row by the names of its columns. */
export type Row = Record<string, Cell>

/** The rows of a table in the order of its primary key, in batches: a table may be larger than the memory. */
export async function* readRows(source: Connection, table: Table): AsyncGenerator<Row[]> {
  const key = keyOf(table)
  if (key.length === 0)
    throw new Error(`${table.name} has no primary key, so its rows cannot be read in order.`)
  let values: Cell[] = []
  for (;;) {
    const batch = await source.rows<Row>(selectSql(source, table, values.length > 0), values)
    if (batch.length > 0) yield batch
    const last = batch.at(-1)
    if (batch.length < batchSize || !last) return
    values = key.map(({ name }) => last[name] as Cell)
  }
}

/** The statement that reads one batch. `further` takes the key of the row before it as parameters. */
export function selectSql({ engine }: Connection, table: Table, further: boolean): string {
  const columns = table.columns.map(
    (column) => `${asRead[engine](column)} AS ${quoteIdentifier(column.name)}`,
  )
  const key = keyOf(table)
  // Always with the name of the table: on its own, ORDER BY "id" would mean the text that was selected.
  const names = key.map(({ name }) => `t.${quoteIdentifier(name)}`).join(', ')
  const marks = key
    .map(({ type }, index) => (engine === 'sqlite' ? '?' : `$${index + 1}::${type}`))
    .join(', ')
  const where = further ? ` WHERE (${names}) > (${marks})` : ''
  return `SELECT ${columns.join(', ')} FROM ${quoteIdentifier(table.name)} t${where} ORDER BY ${names} LIMIT ${batchSize}`
}

const asRead = {
  // As text no digit of a large number is lost.
  sqlite: ({ name, kind }: Column) =>
    kind === 'integer' ? `CAST(t.${quoteIdentifier(name)} AS TEXT)` : `t.${quoteIdentifier(name)}`,
  postgresql: ({ name }: Column) => `t.${quoteIdentifier(name)}::text`,
}

/**
 * A function that writes batches into a table.
 * @param table the table as it is on the target; the source has the same columns
 * @throws Error that names table, row and column when a value cannot be kept
 */
export function rowWriter(
  source: Connection,
  target: Connection,
  table: Table,
): (batch: Row[]) => Promise<void> {
  const columns = table.columns.map((column) => ({
    ...column,
    convert: conversion(source.engine, target.engine, column.kind),
  }))
  const converted = (row: Row) =>
    columns.map(({ name, convert }) => {
      try {
        return convert(row[name] ?? null)
      } catch (error) {
        const key = keyOf(table).map((part) => `${part.name} ${row[part.name]}`)
        throw new Error(`${table.name}, ${key.join(', ')}: ${name} ${(error as Error).message}.`)
      }
    })
  return async (batch) => {
    const rows = batch.map(converted)
    if (target.engine === 'postgresql') {
      const lists = columns.map((_, index) => rows.map((row) => row[index]))
      await target.rows(insertSql(target, table), lists)
      return
    }
    const atOnce = Math.floor(maxValues / columns.length)
    for (let start = 0; start < rows.length; start += atOnce) {
      const some = rows.slice(start, start + atOnce)
      await target.rows(insertSql(target, table, some.length), some.flat())
    }
  }
}

/** The statement that writes `rows` rows on SQLite, or any number on PostgreSQL, which takes a list a column. */
export function insertSql({ engine }: Connection, { name, columns }: Table, rows = 1): string {
  const into = `INSERT INTO ${quoteIdentifier(name)} (${columns.map((column) => quoteIdentifier(column.name)).join(', ')})`
  if (engine === 'postgresql')
    return `${into} SELECT * FROM unnest(${columns.map(({ type }, index) => `$${index + 1}::${type}[]`).join(', ')})`
  const marks = `(${columns.map(() => '?').join(', ')})`
  return `${into} VALUES ${Array(rows).fill(marks).join(', ')}`
}
