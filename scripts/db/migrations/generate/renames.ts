import type { Engine } from '../../../../lib/env/database-location'
import { schemaDiff } from './schema-diff'
import type { Rename } from './schema-text'

/**
 * The statements that give tables, columns, and what is named after them, their new names; rows stay untouched.
 * @param before, after the same schema with the old and the new names
 */
export async function renameStatements(
  engine: Engine,
  before: string,
  after: string,
  renames: Rename[],
): Promise<string[]> {
  if (renames.length === 0) return []
  const statements = renames.map(({ table, column, to }) =>
    column === undefined
      ? `ALTER TABLE "${table}" RENAME TO "${to}";`
      : `ALTER TABLE "${table}" RENAME COLUMN "${column}" TO "${to}";`,
  )
  const [old, now] = [parts(await create(engine, before)), parts(await create(engine, after))]
  // Both texts are made from the same models, so the same parts stand in the same order.
  const derived = old.flatMap((part, place) => {
    const next = now[place]
    return next && next.name !== part.name ? renamePart(engine, part, next) : []
  })
  return [heading, ...statements, ...derived, '']
}

/** The part of a script that only gives names, which loses nothing, and what comes behind it. */
export function splitRenames(script: string): [renaming: string, rest: string] {
  if (!script.startsWith(heading)) return ['', script]
  const end = script.indexOf('\n\n')
  return end < 0 ? [script, ''] : [script.slice(0, end), script.slice(end)]
}

const heading = '-- Rename'

const create = async (engine: Engine, schema: string) => (await schemaDiff(engine, null, schema)) ?? ''

type Part = { kind: 'index' | 'constraint' | 'sequence'; table: string; name: string; statement: string }

/** The indexes, constraints and sequences that a script makes. */
function parts(script: string): Part[] {
  let table = ''
  return script.split('\n').flatMap((line): Part[] => {
    table = /^CREATE TABLE "(\w+)"/.exec(line)?.[1] ?? table
    const [, index, indexed] = /^CREATE (?:UNIQUE )?INDEX "(\w+)" ON "(\w+)"/.exec(line) ?? []
    if (index && indexed) return [{ kind: 'index', table: indexed, name: index, statement: line }]
    const [, altered, foreign] = /^ALTER TABLE "(\w+)" ADD CONSTRAINT "(\w+)"/.exec(line) ?? []
    if (altered && foreign) return [{ kind: 'constraint', table: altered, name: foreign, statement: line }]
    const constraint = /^ +CONSTRAINT "(\w+)"/.exec(line)?.[1]
    if (constraint) return [{ kind: 'constraint', table, name: constraint, statement: line }]
    const serial = /^ +"(\w+)" (?:BIG|SMALL)?SERIAL/.exec(line)?.[1]
    return serial ? [{ kind: 'sequence', table, name: `${table}_${serial}_seq`, statement: line }] : []
  })
}

function renamePart(engine: Engine, { kind, name }: Part, { table, name: to, statement }: Part): string[] {
  if (engine === 'sqlite') return kind === 'index' ? [`DROP INDEX "${name}";`, statement] : []
  if (kind === 'index') return [`ALTER INDEX "${name}" RENAME TO "${to}";`]
  if (kind === 'sequence') return [`ALTER SEQUENCE "${name}" RENAME TO "${to}";`]
  return [`ALTER TABLE "${table}" RENAME CONSTRAINT "${name}" TO "${to}";`]
}
