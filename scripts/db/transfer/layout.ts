import type { Connection } from '../../../lib/db/connection'

/** What a column holds, whatever its engine calls the type. Each kind has one way from one engine to the other. */
export type Kind = 'text' | 'integer' | 'real' | 'boolean' | 'time' | 'bytes'

export type Column = {
  name: string
  /** As the engine writes it: `DATETIME`, `timestamp(3) without time zone`. */
  type: string
  kind: Kind
  /** Place in the primary key, from 1 on; 0 outside of it. */
  inKey: number
}

export type Table = { name: string; columns: Column[] }

/**
 * A foreign key, by the names of its tables and, on PostgreSQL only, of its constraint and its columns; these are null
 * when there are several.
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
  /** References that no order of tables satisfies: a table that points to itself, or a circle of tables. */
  circular: Reference[]
}

/** The columns of the primary key, in its order. */
export const keyOf = (table: Table): Column[] =>
  table.columns.filter(({ inKey }) => inKey > 0).sort((a, b) => a.inKey - b.inKey)

/**
 * The tables that hold rows of people's. What the engine computes by itself (views, virtual tables and their
 * shadows, generated columns) and the record of migrations are left out.
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
  const ordered = parentsFirst([...tables.values()], references)
  const positions = new Map(ordered.map(({ name }, index) => [name, index]))
  const tableIndex = (name: string) => positions.get(name) ?? -1
  const circular = references.filter(({ child, parent }) => tableIndex(parent) >= tableIndex(child))
  return { tables: ordered, circular }
}

/** Type names of both engines; Prisma declares its own types on SQLite by these words too. */
function kindOf(type: string): Kind {
  const name = type.toLowerCase()
  if (name.startsWith('bool')) return 'boolean'
  if (/^(datetime|timestamp)/.test(name)) return 'time'
  if (/^(blob|bytea)/.test(name)) return 'bytes'
  if (/^(real|double|float)/.test(name)) return 'real'
  return /int|serial/.test(name) && name !== 'interval' ? 'integer' : 'text'
}

function parentsFirst(tables: Table[], references: Reference[]): Table[] {
  const ordered = new Set<Table>()
  const entered = new Set<Table>()
  const enter = (table: Table) => {
    if (entered.has(table)) return
    entered.add(table)
    for (const { child, parent } of references) {
      const target = child === table.name && tables.find(({ name }) => name === parent)
      if (target) enter(target)
    }
    ordered.add(table)
  }
  for (const table of tables) enter(table)
  return [...ordered]
}

const sqliteTables = `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
  AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> '_prisma_migrations'`

// Hidden columns are the generated ones.
const sqliteColumns = `SELECT t.name AS "table", c.name, c.type, c.pk AS "inKey"
  FROM (${sqliteTables}) t, pragma_table_xinfo(t.name) c WHERE c.hidden = 0 ORDER BY t.name, c.cid`

const sqliteReferences = `SELECT DISTINCT t.name AS child, f."table" AS parent, '' AS name, NULL AS "column", NULL AS "parentColumn"
  FROM (${sqliteTables}) t, pragma_foreign_key_list(t.name) f`

const postgresqlTables = `SELECT oid, relname FROM pg_class
  WHERE relnamespace = quote_ident(current_schema())::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
  AND relname <> '_prisma_migrations'`

// indkey counts from 0.
const postgresqlColumns = `SELECT t.relname AS "table", a.attname AS name,
    format_type(a.atttypid, a.atttypmod) AS type,
    COALESCE(array_position(i.indkey::int2[], a.attnum) + 1, 0)::int AS "inKey"
  FROM (${postgresqlTables}) t
  JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  LEFT JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary
  ORDER BY t.relname COLLATE "C", a.attnum`

const postgresqlReferences = `SELECT c.relname AS child, p.relname AS parent, k.conname AS name,
    a.attname AS "column", b.attname AS "parentColumn"
  FROM pg_constraint k JOIN (${postgresqlTables}) c ON c.oid = k.conrelid JOIN pg_class p ON p.oid = k.confrelid
  LEFT JOIN pg_attribute a ON a.attrelid = k.conrelid AND ARRAY[a.attnum] = k.conkey
  LEFT JOIN pg_attribute b ON b.attrelid = k.confrelid AND ARRAY[b.attnum] = k.confkey
  WHERE k.contype = 'f' ORDER BY c.relname COLLATE "C", k.conname COLLATE "C"`
