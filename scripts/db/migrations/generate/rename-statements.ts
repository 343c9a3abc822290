import type { Engine } from '../../../../lib/env/database-location'
import type { Rename } from './rename-schema'
import { createSchemaSql } from './schema-diff'

const heading = '-- Rename'

/**
 * The statements that rename tables and columns and everything named after them, without touching rows.
 * @param before the schema with the old names
 * @param after the same schema with the new names
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
  const oldObjects = parseNamedObjects(await createSchemaSql(engine, before))
  const newObjects = parseNamedObjects(await createSchemaSql(engine, after))
  // Both schemas have the same models, so their objects are in the same order.
  const derived = oldObjects.flatMap((object, index) => {
    const renamed = newObjects[index]
    return renamed && renamed.name !== object.name ? renameObject(engine, object, renamed) : []
  })
  return [heading, ...statements, ...derived, '']
}

/** Splits a script into its renames, which lose nothing, and the rest. */
export function splitRenames(script: string): [renames: string, rest: string] {
  if (!script.startsWith(heading)) return ['', script]
  const end = script.indexOf('\n\n')
  return end < 0 ? [script, ''] : [script.slice(0, end), script.slice(end)]
}

type NamedObject = {
  kind: 'index' | 'constraint' | 'sequence'
  table: string
  name: string
  statement: string
}

/** The indexes, constraints and sequences that a script creates. */
function parseNamedObjects(script: string): NamedObject[] {
  let table = ''
  return script.split('\n').flatMap((line): NamedObject[] => {
    table = /^CREATE TABLE "(\w+)"/.exec(line)?.[1] ?? table
    const [, index, indexed] = /^CREATE (?:UNIQUE )?INDEX "(\w+)" ON "(\w+)"/.exec(line) ?? []
    if (index && indexed) return [{ kind: 'index', table: indexed, name: index, statement: line }]
    const [, altered, foreignKey] = /^ALTER TABLE "(\w+)" ADD CONSTRAINT "(\w+)"/.exec(line) ?? []
    if (altered && foreignKey)
      return [{ kind: 'constraint', table: altered, name: foreignKey, statement: line }]
    const constraint = /^ +CONSTRAINT "(\w+)"/.exec(line)?.[1]
    if (constraint) return [{ kind: 'constraint', table, name: constraint, statement: line }]
    const serial = /^ +"(\w+)" (?:BIG|SMALL)?SERIAL/.exec(line)?.[1]
    return serial ? [{ kind: 'sequence', table, name: `${table}_${serial}_seq`, statement: line }] : []
  })
}

function renameObject(
  engine: Engine,
  { kind, name }: NamedObject,
  { table, name: to, statement }: NamedObject,
): string[] {
  // SQLite cannot rename an index, and its other objects have no names that matter.
  if (engine === 'sqlite') return kind === 'index' ? [`DROP INDEX "${name}";`, statement] : []
  if (kind === 'index') return [`ALTER INDEX "${name}" RENAME TO "${to}";`]
  if (kind === 'sequence') return [`ALTER SEQUENCE "${name}" RENAME TO "${to}";`]
  return [`ALTER TABLE "${table}" RENAME CONSTRAINT "${name}" TO "${to}";`]
}
