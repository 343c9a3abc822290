import type { Engine } from '../../../../lib/env/database-location'
import { tableName } from './schema-models'

/** CHECK expressions by table, then by the name of the constraint. */
export type Checks = Record<string, Record<string, string>>

type PendingCheck = { engine: string | undefined; name: string; expression: string; line: number }

const syntax = 'write it as /// @check name: expression, directly above its model'
const checkPattern = /^\/\/\/ *@check(?:\((sqlite|postgresql)\))? +(\w+): *(\S.*)$/

/**
 * Parses the CHECK constraints of a schema. Prisma's schema language has none, so they are written in the documentation
 * comment of the model: `/// @check name: expression`, or `@check(sqlite)` and `@check(postgresql)` where the engines
 * need different SQL. Columns are in double quotes.
 * @throws Error with the line of an invalid one, because ignoring it would drop the constraint
 */
export function parseChecks(schema: string, engine: Engine): Checks {
  const checks: Checks = {}
  let pending: PendingCheck[] = []
  for (const [index, text] of schema.split(/\r?\n/).entries()) {
    if (/\/\/\/? *@check/.test(text)) pending.push(parseCheck(text, index + 1))
    else if (/^model\s/.test(text)) {
      const ofEngine = pending.filter((check) => (check.engine ?? engine) === engine)
      checks[tableName(schema, text)] = Object.fromEntries(
        ofEngine.map(({ name, expression }) => [name, expression]),
      )
      pending = []
    } else if (pending[0] && !text.startsWith('//')) {
      throw new Error(
        `prisma/schema.prisma, line ${pending[0].line}: the CHECK belongs to no model; ${syntax}.`,
      )
    }
  }
  return checks
}

function parseCheck(text: string, line: number): PendingCheck {
  const [, engine, name, expression] = checkPattern.exec(text) ?? []
  if (!name || !expression)
    throw new Error(`prisma/schema.prisma, line ${line}, is not a valid CHECK: ${syntax}.`)
  return { engine, name, expression: expression.trimEnd(), line }
}
