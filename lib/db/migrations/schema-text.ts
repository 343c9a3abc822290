import type { Engine } from '../address'

/** A table, or a column of one, that gets another name; names as the database has them. */
export type Rename = { table: string; column?: string | undefined; to: string }

/** CHECK constraints by table, then by name. */
export type Checks = Record<string, Record<string, string>>

/**
 * The CHECK constraints that a schema declares. Prisma has no word for them, so they stand in the documentation
 * comment of the model: `/// @check name: expression`, or `@check(sqlite)` and `@check(postgresql)` where the
 * engines need different words. Columns are in double quotes.
 */
export function checksOf(schema: string, engine: Engine): Checks {
  const checks: Checks = {}
  let comments: string[] = []
  for (const line of schema.split('\n')) {
    if (line.startsWith('///')) comments.push(line)
    else {
      const table = /^model (\w+)/.exec(line) && tableOf(schema, line)
      if (table) checks[table] = declared(comments, engine)
      comments = []
    }
  }
  return checks
}

function declared(comments: string[], engine: Engine): Record<string, string> {
  const found = comments.flatMap((line) => {
    const [, only, name, expression] = /^\/\/\/\s*@check(?:\((\w+)\))?\s+(\w+):\s*(.+)$/.exec(line) ?? []
    return name && expression && (only ?? engine) === engine ? [[name, expression] as const] : []
  })
  return Object.fromEntries(found)
}

/** The table of the model that begins with the line `opening`. */
function tableOf(schema: string, opening: string): string {
  const body = bodyAfter(schema, opening)
  return /^\s*@@map\("(\w+)"\)/m.exec(body)?.[1] ?? (/^model (\w+)/.exec(opening)?.[1] as string)
}

function bodyAfter(schema: string, opening: string): string {
  const start = schema.indexOf(opening)
  return schema.slice(start, schema.indexOf('\n}', start))
}

/** The same schema with the new names; relations and code keep theirs, which the next diff does not see. */
export function withNames(schema: string, renames: Rename[]): string {
  return renames.reduce(renamed, schema)
}

function renamed(schema: string, { table, column, to }: Rename): string {
  const opening = [...schema.matchAll(/^model \w+.*$/gm)]
    .map(([line]) => line)
    .find((line) => tableOf(schema, line) === table)
  if (!opening) throw new Error(`--rename: there was no table "${table}" in the last migration.`)
  const body = bodyAfter(schema, opening)
  const changed = column === undefined ? withTable(body, to) : withColumn(body, table, column, to)
  const comments = column === undefined ? schema : withChecks(schema, opening, column, to)
  return comments.replace(body, () => changed)
}

function withTable(body: string, to: string) {
  const map = /^(\s*@@map\()"\w+"/m
  return map.test(body) ? body.replace(map, `$1"${to}"`) : `${body}\n\n  @@map("${to}")`
}

function withColumn(body: string, table: string, column: string, to: string) {
  const lines = body.split('\n')
  const mapped = lines.findIndex((line) => /^\s+\w/.test(line) && line.includes(`@map("${column}")`))
  const plain = lines.findIndex(
    (line) => new RegExp(`^\\s+${column}\\s`).test(line) && !line.includes('@map('),
  )
  const at = mapped >= 0 ? mapped : plain
  const line = lines[at]
  if (!line) throw new Error(`--rename: there was no column "${table}.${column}" in the last migration.`)
  const [code = '', comment = ''] = splitComment(line)
  lines[at] =
    mapped >= 0
      ? line.replace(`@map("${column}")`, `@map("${to}")`)
      : `${code.trimEnd()} @map("${to}")${comment}`
  return lines.join('\n')
}

function splitComment(line: string) {
  const at = line.indexOf('//')
  return at < 0 ? [line, ''] : [line.slice(0, at), ` ${line.slice(at)}`]
}

/** The checks above a model follow its column: the database rewrites its own in the same way. */
function withChecks(schema: string, opening: string, column: string, to: string) {
  const start = schema.indexOf(opening)
  const before = schema.slice(0, start)
  const first = before.lastIndexOf('\n\n') + 1
  const comments = before.slice(first).replaceAll(`"${column}"`, `"${to}"`)
  return `${before.slice(0, first)}${comments}${schema.slice(start)}`
}
