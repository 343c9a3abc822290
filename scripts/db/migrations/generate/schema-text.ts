import type { Engine } from '../../../../lib/env/database-location'

/** A table, or a column of one, that gets another name; names as the database has them. */
export type Rename = { table: string; column?: string | undefined; to: string }

/** CHECK constraints by table, then by name. */
export type Checks = Record<string, Record<string, string>>

const form = 'write it as /// @check name: expression, right above its model'
const checkPattern = /^\/\/\/ *@check(?:\((sqlite|postgresql)\))? +(\w+): *(\S.*)$/

/**
 * The CHECK constraints that a schema declares. Prisma has no word for them, so they stand in the documentation
 * comment of the model: `/// @check name: expression`, or `@check(sqlite)` and `@check(postgresql)` where the
 * engines need different words. Columns are in double quotes.
 * @throws Error with the line of one that is not written so: what is not understood must not be dropped in silence
 */
export function checksOf(schema: string, engine: Engine): Checks {
  const checks: Checks = {}
  let waiting: { only: string | undefined; name: string; expression: string; line: number }[] = []
  for (const [index, text] of schema.split(/\r?\n/).entries()) {
    if (/\/\/\/? *@check/.test(text)) {
      const [, only, name, expression] = checkPattern.exec(text) ?? []
      if (!name || !expression)
        throw new Error(`prisma/schema.prisma, line ${index + 1}, is no CHECK: ${form}.`)
      waiting.push({ only, name, expression: expression.trimEnd(), line: index + 1 })
    } else if (/^model\s/.test(text)) {
      checks[tableOf(schema, text)] = Object.fromEntries(
        waiting.flatMap(({ only, name, expression }) =>
          (only ?? engine) === engine ? [[name, expression]] : [],
        ),
      )
      waiting = []
    } else if (waiting[0] && !text.startsWith('//')) {
      throw new Error(
        `prisma/schema.prisma, line ${waiting[0].line}: the CHECK belongs to no model; ${form}.`,
      )
    }
  }
  return checks
}

const modelName = /^model\s+(\w+)/

/** The table of the model that begins with the line `opening`. */
function tableOf(schema: string, opening: string): string {
  const body = bodyAfter(schema, opening)
  return /^\s*@@map\("(\w+)"\)/m.exec(body)?.[1] ?? (modelName.exec(opening)?.[1] as string)
}

function bodyAfter(schema: string, opening: string): string {
  const start = schema.indexOf(opening)
  return schema.slice(start, schema.indexOf('\n}', start))
}

const openings = (schema: string) =>
  [...schema.matchAll(/^model\s.*$/gm)].map(([line]) => line.replace(/\r$/, ''))

/** The first value of each column that is an enum, as the database has it; by `table.column`. */
export function enumValues(schema: string): Record<string, string> {
  const firsts = new Map(
    [...schema.matchAll(/^enum\s+(\w+)\s*\{\s*(\w+)([^\n]*)/gm)].map(
      ([, name = '', first = '', rest = '']) => [name, mapped(rest) ?? first],
    ),
  )
  const values: Record<string, string> = {}
  for (const opening of openings(schema)) {
    for (const [, field = '', type = '', rest = ''] of bodyAfter(schema, opening).matchAll(
      /^\s+(\w+)\s+(\w+)(.*)$/gm,
    )) {
      const first = firsts.get(type)
      if (first) values[`${tableOf(schema, opening)}.${mapped(rest) ?? field}`] = first
    }
  }
  return values
}

const mapped = (attributes: string) => /@map\("(\w+)"\)/.exec(attributes)?.[1]

/** The same schema with the new names; relations and code keep theirs, which the next diff does not see. */
export function withNames(schema: string, renames: Rename[]): string {
  return renames.reduce(renamed, schema)
}

function renamed(schema: string, { table, column, to }: Rename): string {
  const opening = openings(schema).find((line) => tableOf(schema, line) === table)
  if (!opening) throw new Error(`--rename: there was no table "${table}" in the last migration.`)
  if (openings(schema).some((line) => column === undefined && tableOf(schema, line) === to)) throw taken(to)
  const body = bodyAfter(schema, opening)
  const changed = column === undefined ? withTable(body, to) : withColumn(body, table, column, to)
  const comments = column === undefined ? schema : withCheckColumn(schema, opening, column, to)
  return comments.replace(body, () => changed)
}

const taken = (name: string) =>
  new Error(
    `--rename: "${name}" is there already; to swap two names, go by way of a third in a migration of its own.`,
  )

function withTable(body: string, to: string) {
  const map = /^(\s*@@map\()"\w+"/m
  return map.test(body) ? body.replace(map, `$1"${to}"`) : `${body}\n\n  @@map("${to}")`
}

function withColumn(body: string, table: string, column: string, to: string) {
  const lines = body.split('\n')
  const isField = (line: string, name: string) => {
    const [, field, , rest = ''] = /^\s+(\w+)\s+(\S+)(.*)$/.exec(line) ?? []
    return field !== undefined && (mapped(rest) ?? field) === name
  }
  const at = lines.findIndex((line) => isField(line, column))
  if (at < 0) throw new Error(`--rename: there was no column "${table}.${column}" in the last migration.`)
  if (lines.some((line) => isField(line, to))) throw taken(`${table}.${to}`)
  const line = lines[at] as string
  lines[at] = line.includes(`@map("${column}")`)
    ? line.replace(`@map("${column}")`, `@map("${to}")`)
    : line.replace(/^(\s+\w+\s+\S+)/, `$1 @map("${to}")`)
  return lines.join('\n')
}

/** The checks above a model follow its column: the database rewrites its own in the same way. */
function withCheckColumn(schema: string, opening: string, column: string, to: string) {
  const start = schema.indexOf(opening)
  const before = schema.slice(0, start)
  const first = before.lastIndexOf('\n\n') + 1
  const comments = before.slice(first).replaceAll(`"${column}"`, `"${to}"`)
  return `${before.slice(0, first)}${comments}${schema.slice(start)}`
}
