const tables = `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
  AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> '_prisma_migrations'`

/** Every column except generated ones, which are hidden. */
export const sqliteColumns = `SELECT t.name AS "table", c.name, c.type, c.pk AS "keyPosition"
  FROM (${tables}) t, pragma_table_xinfo(t.name) c WHERE c.hidden = 0 ORDER BY t.name, c.cid`

/** Every foreign key; SQLite has no names for them. */
export const sqliteReferences = `SELECT DISTINCT t.name AS child, f."table" AS parent, '' AS name, NULL AS "column", NULL AS "parentColumn"
  FROM (${tables}) t, pragma_foreign_key_list(t.name) f`
