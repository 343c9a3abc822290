/** Splits SQL where `separator` stands outside of quotes, parentheses and comments. */
export function splitSql(sql: string, separator: ';' | ','): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < sql.length; at = next(sql, at)) {
    const character = sql[at]
    if (character === '(') depth += 1
    else if (character === ')') depth -= 1
    else if (character === separator && depth === 0) {
      parts.push(sql.slice(start, at))
      start = at + 1
    }
  }
  return [...parts, sql.slice(start)]
}

/** Changes each statement of a script; what stands between them stays. */
export function mapStatements(script: string, change: (statement: string) => string): string {
  return splitSql(script, ';')
    .map((text) => {
      const begin = /^(?:\s|--[^\n]*\n)*/.exec(text)?.[0] ?? ''
      const statement = text.slice(begin.length)
      return statement ? `${begin}${change(statement)}` : text
    })
    .join(';')
}

/** The text from `start` up to the parenthesis that closes it. */
export function inParentheses(sql: string, start: number): string {
  let depth = 1
  for (let at = start; at < sql.length; at = next(sql, at)) {
    if (sql[at] === '(') depth += 1
    else if (sql[at] === ')') depth -= 1
    if (depth === 0) return sql.slice(start, at)
  }
  return sql.slice(start)
}

/** The place after a character, or after the whole string, quoted name or comment that begins with it. */
function next(sql: string, at: number): number {
  const character = sql[at] as string
  if (character === "'" || character === '"') return endOf(sql, character, at + 1)
  if (sql.startsWith('--', at)) return endOf(sql, '\n', at)
  return at + 1
}

function endOf(sql: string, mark: string, from: number): number {
  const end = sql.indexOf(mark, from)
  return end < 0 ? sql.length : end + 1
}

/** A column as a CREATE TABLE of Prisma's says it. */
export type Column = {
  type: string
  required: boolean
  /** The DEFAULT, or null. */
  fallback: string | null
}

/** The columns of every table that a script makes, by table and name. */
export function columnsOf(script: string): Record<string, Record<string, Column>> {
  const tables: Record<string, Record<string, Column>> = {}
  for (const { 0: opening, 1: table = '', index } of script.matchAll(/^CREATE TABLE "(\w+)" \(/gm)) {
    const columns: Record<string, Column> = {}
    for (const item of splitSql(inParentheses(script, index + opening.length), ',')) {
      const [, name, type, required, key, , fallback] = columnPattern.exec(item.trim()) ?? []
      if (name && type)
        columns[name] = { type, required: Boolean(required ?? key), fallback: fallback ?? null }
    }
    tables[table] = columns
  }
  return tables
}

const columnPattern = /^"(\w+)" +(.+?)( NOT NULL)?( PRIMARY KEY(?: AUTOINCREMENT)?)?( DEFAULT ([\s\S]+))?$/
