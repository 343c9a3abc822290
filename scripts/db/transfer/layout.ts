import type { Connection } from '../../../lib/db/connection'
import { postgresqlColumns, postgresqlReferences } from './layout.postgresql'
import { sqliteColumns, sqliteReferences } from './layout.sqlite'

/** The values of a column, independent of the engine's type name. Each kind has one conversion between engines. */
export type Kind = 'text' | 'integer' | 'real' | 'boolean' | 'time' | 'bytes'

export type Column = {
  name: string
  /** The type in the words of the engine: `DATETIME`, `timestamp(3) without time zone`. */
  type: string
  kind: Kind
  /** Position in the primary key, from 1; 0 when it is not part of the key. */
  keyPosition: number
}

export type Table = { name: string; columns: Column[] }

/**
 * A foreign key. The names of the constraint and of its columns are set on PostgreSQL only; the columns are null when
 * the key has several.
 */
export type Reference = {
  child: string
  parent: string
  name: string
  column: string | null
  parentColumn: string | null
}

export type Layout = {
  /** Parents before their children. */
  tables: Table[]
  /** References that no order of the tables satisfies: from a table to itself, or in a cycle of tables. */
  circular: Reference[]
}

/** The columns of the primary key, in its order. */
export function keyOf(table: Table): Column[] {
  return table.columns
    .filter(({ keyPosition }) => keyPosition > 0)
    .sort((a, b) => a.keyPosition - b.keyPosition)
}

/** The names of the tables, parents before their children. */
export function tableNames({ tables }: Layout): string[] {
  return tables.map(({ name }) => name)
}

/** The table of the same name in another database, with the types of its engine. */
export function sameTable({ tables }: Layout, { name }: Table): Table {
  return tables.find((table) => table.name === name) as Table
}

/**
 * Describes the tables with stored rows. Excludes what the engine derives (views, virtual tables and their shadow
 * tables, generated columns) and the migration history.
 */
export async function describeTables(connection: Connection): Promise<Layout> {
  const columns = await connection.rows<Omit<Column, 'kind'> & { table: string }>(
    connection.engine === 'sqlite' ? sqliteColumns : postgresqlColumns,
  )
  const tables = new Map<string, Table>()
  for (const { table: name, ...column } of columns) {
    const table = tables.get(name) ?? { name, columns: [] }
    table.columns.push({ ...column, kind: kindOf(column.type) })
    tables.set(name, table)
  }
  const references = await connection.rows<Reference>(
    connection.engine === 'sqlite' ? sqliteReferences : postgresqlReferences,
  )
  const ordered = sortParentsFirst([...tables.values()], references)
  const positions = new Map(ordered.map(({ name }, index) => [name, index]))
  const position = (name: string) => positions.get(name) ?? -1
  const circular = references.filter(({ child, parent }) => position(parent) >= position(child))
  return { tables: ordered, circular }
}

/** Recognises the type names of both engines, and those that Prisma declares on SQLite. */
function kindOf(type: string): Kind {
  const name = type.toLowerCase()
  if (name.startsWith('bool')) return 'boolean'
  if (/^(datetime|timestamp)/.test(name)) return 'time'
  if (/^(blob|bytea)/.test(name)) return 'bytes'
  if (/^(real|double|float)/.test(name)) return 'real'
  return /int|serial/.test(name) && name !== 'interval' ? 'integer' : 'text'
}

/** Topological sort, depth first; the references of a cycle are ignored where it closes. */
function sortParentsFirst(tables: Table[], references: Reference[]): Table[] {
  const sorted = new Set<Table>()
  const visited = new Set<Table>()
  const visit = (table: Table) => {
    if (visited.has(table)) return
    visited.add(table)
    for (const { child, parent } of references) {
      const target = child === table.name && tables.find(({ name }) => name === parent)
      if (target) visit(target)
    }
    sorted.add(table)
  }
  for (const table of tables) visit(table)
  return [...sorted]
}
