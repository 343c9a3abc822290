const tables = `SELECT oid, relname FROM pg_class
  WHERE relnamespace = quote_ident(current_schema())::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
  AND relname <> '_prisma_migrations'`

/** Every column except generated ones. indkey is a zero-based array. */
export const postgresqlColumns = `SELECT t.relname AS "table", a.attname AS name,
    format_type(a.atttypid, a.atttypmod) AS type,
    COALESCE(array_position(i.indkey::int2[], a.attnum) + 1, 0)::int AS "keyPosition"
  FROM (${tables}) t
  JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  LEFT JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary
  ORDER BY t.relname COLLATE "C", a.attnum`

/** Every foreign key, with its columns when it has only one. */
export const postgresqlReferences = `SELECT c.relname AS child, p.relname AS parent, k.conname AS name,
    a.attname AS "column", b.attname AS "parentColumn"
  FROM pg_constraint k JOIN (${tables}) c ON c.oid = k.conrelid JOIN pg_class p ON p.oid = k.confrelid
  LEFT JOIN pg_attribute a ON a.attrelid = k.conrelid AND ARRAY[a.attnum] = k.conkey
  LEFT JOIN pg_attribute b ON b.attrelid = k.confrelid AND ARRAY[b.attnum] = k.confkey
  WHERE k.contype = 'f' ORDER BY c.relname COLLATE "C", k.conname COLLATE "C"`
