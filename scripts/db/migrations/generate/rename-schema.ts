import { mappedName, modelBody, modelOpenings, tableName } from './schema-models'

/** A table, or a column of a table, and its new name; all names as in the database. */
export type Rename = { table: string; column?: string | undefined; to: string }

/**
 * Changes the names of tables and columns in a Prisma schema. Models and fields keep theirs: they do not affect the SQL.
 * @throws Error in one sentence when a name does not exist or the new one is taken
 */
export function renameInSchema(schema: string, renames: Rename[]): string {
  return renames.reduce(applyRename, schema)
}

function applyRename(schema: string, { table, column, to }: Rename): string {
  const openings = modelOpenings(schema)
  const opening = openings.find((line) => tableName(schema, line) === table)
  if (!opening) throw new Error(`--rename: there was no table "${table}" in the last migration.`)
  const body = modelBody(schema, opening)
  if (column === undefined) {
    if (openings.some((line) => tableName(schema, line) === to)) throw nameTaken(to)
    return schema.replace(body, () => renameTable(body, to))
  }
  const withChecks = renameInChecks(schema, opening, column, to)
  return withChecks.replace(body, () => renameColumn(body, table, column, to))
}

function nameTaken(name: string): Error {
  return new Error(
    `--rename: "${name}" already exists; to swap two names, rename one to a third name in a migration of its own.`,
  )
}

function renameTable(body: string, to: string): string {
  const map = /^(\s*@@map\()"\w+"/m
  return map.test(body) ? body.replace(map, `$1"${to}"`) : `${body}\n\n  @@map("${to}")`
}

function renameColumn(body: string, table: string, column: string, to: string): string {
  const lines = body.split('\n')
  const index = lines.findIndex((line) => columnName(line) === column)
  if (index < 0) throw new Error(`--rename: there was no column "${table}.${column}" in the last migration.`)
  if (lines.some((line) => columnName(line) === to)) throw nameTaken(`${table}.${to}`)
  const line = lines[index] as string
  lines[index] = line.includes(`@map("${column}")`)
    ? line.replace(`@map("${column}")`, `@map("${to}")`)
    : line.replace(/^(\s+\w+\s+\S+)/, `$1 @map("${to}")`)
  return lines.join('\n')
}

function columnName(line: string): string | undefined {
  const [, field, , attributes = ''] = /^\s+(\w+)\s+(\S+)(.*)$/.exec(line) ?? []
  return field === undefined ? undefined : (mappedName(attributes) ?? field)
}

/** Renames a column in the CHECK comments above its model, as the database does in its own constraints. */
function renameInChecks(schema: string, opening: string, column: string, to: string): string {
  const start = schema.indexOf(opening)
  const before = schema.slice(0, start)
  const commentStart = before.lastIndexOf('\n\n') + 1
  const comments = before.slice(commentStart).replaceAll(`"${column}"`, `"${to}"`)
  return `${before.slice(0, commentStart)}${comments}${schema.slice(start)}`
}
