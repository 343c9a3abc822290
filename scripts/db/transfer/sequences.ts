import type { Connection } from '../../../lib/db/connection'

/** The last id that each table with generated ids has assigned; 0 when it has assigned none. */
export type Sequences = Map<string, number>

type PostgresqlSequence = { table: string; sequence: string }

/** Reads the last assigned ids, which may belong to deleted rows. */
export async function readSequences(connection: Connection): Promise<Sequences> {
  if (connection.engine === 'sqlite') return readSqliteSequences(connection)
  const sequences: Sequences = new Map()
  for (const { table, sequence } of await connection.rows<PostgresqlSequence>(postgresqlSequences)) {
    const [row] = await connection.rows<{ last: string }>(
      `SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END AS last FROM ${sequence}`,
    )
    sequences.set(table, Number(row?.last ?? 0))
  }
  return sequences
}

async function readSqliteSequences(connection: Connection): Promise<Sequences> {
  const table = await connection.rows(`SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'`)
  if (table.length === 0) return new Map()
  const rows = await connection.rows<{ name: string; last: number }>(
    `SELECT t.name, COALESCE(MAX(s.seq), 0) AS last FROM sqlite_schema t LEFT JOIN sqlite_sequence s USING (name)
     WHERE t.type = 'table' AND t.sql LIKE '%AUTOINCREMENT%' GROUP BY t.name`,
  )
  return new Map(rows.map(({ name, last }) => [name, last]))
}

/**
 * Raises every sequence to `minimum`, within the transaction. None is lowered: an id that was ever assigned, even to a
 * row that this transaction replaces, may be part of a link and must not be assigned to another row.
 */
export async function raiseSequences(connection: Connection, minimum: Sequences): Promise<void> {
  const current = await readSequences(connection)
  const last = (table: string) => Math.max(minimum.get(table) ?? 0, current.get(table) ?? 0)
  if (connection.engine === 'sqlite') {
    for (const table of current.keys()) {
      await connection.rows('DELETE FROM sqlite_sequence WHERE name = ?', [table])
      if (last(table) > 0)
        await connection.rows('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)', [table, last(table)])
    }
    return
  }
  // Not setval(), which a rollback does not undo.
  for (const { table, sequence } of await connection.rows<PostgresqlSequence>(postgresqlSequences))
    await connection.execute(`ALTER SEQUENCE ${sequence} RESTART WITH ${last(table) + 1}`)
}

/** Sequences that belong to a column; their names are quoted where necessary. */
const postgresqlSequences = `SELECT t.relname AS "table", s.oid::regclass::text AS sequence
  FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S' JOIN pg_class t ON t.oid = d.refobjid
  WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
    AND t.relnamespace = quote_ident(current_schema())::regnamespace`
