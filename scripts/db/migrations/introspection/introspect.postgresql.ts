import type { Connection } from '../../../../lib/db/connection'
import type { Schema } from './introspect'

type DefinitionRow = { table: string; name: string; definition: string }

/** Reads the current schema (the first of search_path) from PostgreSQL's catalogue. */
export async function introspectPostgresql(connection: Connection): Promise<Schema> {
  const schema: Schema = {}
  for (const { name } of await connection.rows<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace`,
  )) {
    schema[name] = { columns: {}, rules: {} }
  }
  for (const { table, name, definition } of await connection.rows<DefinitionRow>(columns)) {
    const found = schema[table]
    if (found) found.columns[name] = definition
  }
  for (const { table, name, definition } of [
    ...(await connection.rows<DefinitionRow>(constraints)),
    ...(await connection.rows<DefinitionRow>(indexes)),
  ]) {
    const found = schema[table]
    if (found) found.rules[name] = definition
  }
  return schema
}

/** A default of nextval() marks a serial column; the name of its sequence is left out. */
const columns = `
SELECT relname AS table, attname AS name, concat_ws(' ',
  format_type(atttypid, atttypmod),
  (SELECT '(' || string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) || ')' FROM pg_enum WHERE enumtypid = atttypid),
  CASE WHEN attnotnull THEN 'NOT NULL' END,
  CASE WHEN pg_get_expr(adbin, adrelid) LIKE 'nextval(%' THEN 'AUTOINCREMENT'
       ELSE 'DEFAULT ' || pg_get_expr(adbin, adrelid) END) AS definition
FROM pg_attribute
JOIN pg_class ON pg_class.oid = attrelid
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND attnum > 0 AND NOT attisdropped`

const constraints = `
SELECT relname AS table, 'the constraint ' || conname AS name, pg_get_constraintdef(pg_constraint.oid) AS definition
FROM pg_constraint
JOIN pg_class ON pg_class.oid = conrelid
WHERE relnamespace = current_schema()::regnamespace AND contype <> 'n'`

/**
 * Indexes that do not belong to a constraint; the name of the schema is left out. A failed CREATE INDEX CONCURRENTLY leaves
 * an index invalid: queries do not use it.
 */
const indexes = `
SELECT owner.relname AS table, 'the index ' || index_relation.relname AS name,
  replace(pg_get_indexdef(indexrelid), ' ON ' || current_schema() || '.', ' ON ')
    || CASE WHEN indisvalid THEN '' ELSE ', which is invalid: drop it and create it again' END AS definition
FROM pg_index
JOIN pg_class AS owner ON owner.oid = indrelid
JOIN pg_class AS index_relation ON index_relation.oid = indexrelid
WHERE owner.relnamespace = current_schema()::regnamespace
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))`
