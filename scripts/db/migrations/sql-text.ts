/** Splits SQL at a separator outside quotes, parentheses and comments. */
export function splitSql(sql: string, separator: ';' | ','): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let position = 0; position < sql.length; position = nextPosition(sql, position)) {
    const character = sql[position]
    if (character === '(') depth += 1
    else if (character === ')') depth -= 1
    else if (character === separator && depth === 0) {
      parts.push(sql.slice(start, position))
      start = position + 1
    }
  }
  return [...parts, sql.slice(start)]
}

/** Replaces each statement of a script; the space and the comments between statements stay. */
export function mapStatements(script: string, map: (statement: string) => string): string {
  return splitSql(script, ';')
    .map((text) => {
      const leading = /^(?:\s|--[^\n]*\n)*/.exec(text)?.[0] ?? ''
      const statement = text.slice(leading.length)
      return statement ? `${leading}${map(statement)}` : text
    })
    .join(';')
}

/** The text from `start` to the closing parenthesis. */
export function textInParentheses(sql: string, start: number): string {
  let depth = 1
  for (let position = start; position < sql.length; position = nextPosition(sql, position)) {
    if (sql[position] === '(') depth += 1
    else if (sql[position] === ')') depth -= 1
    if (depth === 0) return sql.slice(start, position)
  }
  return sql.slice(start)
}

/** The position after a character, or after the whole string, quoted name or comment that starts there. */
function nextPosition(sql: string, position: number): number {
  const character = sql[position] as string
  if (character === "'" || character === '"') return positionAfter(sql, character, position + 1)
  if (sql.startsWith('--', position)) return positionAfter(sql, '\n', position)
  return position + 1
}

function positionAfter(sql: string, delimiter: string, from: number): number {
  const end = sql.indexOf(delimiter, from)
  return end < 0 ? sql.length : end + 1
}

/** A column of a CREATE TABLE statement as Prisma writes it. */
export type Column = {
  type: string
  required: boolean
  /** The DEFAULT expression, or null. */
  defaultValue: string | null
}

/** Parses the columns of all CREATE TABLE statements in a script, by table and name. */
export function parseColumns(script: string): Record<string, Record<string, Column>> {
  const tables: Record<string, Record<string, Column>> = {}
  for (const { 0: opening, 1: table = '', index } of script.matchAll(/^CREATE TABLE "(\w+)" \(/gm)) {
    const columns: Record<string, Column> = {}
    for (const item of splitSql(textInParentheses(script, index + opening.length), ',')) {
      const [, name, type, required, key, , defaultValue] = columnPattern.exec(item.trim()) ?? []
      if (name && type)
        columns[name] = { type, required: Boolean(required ?? key), defaultValue: defaultValue ?? null }
    }
    tables[table] = columns
  }
  return tables
}

const columnPattern = /^"(\w+)" +(.+?)( NOT NULL)?( PRIMARY KEY(?: AUTOINCREMENT)?)?( DEFAULT ([\s\S]+))?$/
