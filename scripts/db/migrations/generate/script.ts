import type { Engine } from '../../../../lib/env/database-location'
import { parseColumns } from '../sql-text'
import { addChecks } from './checks'
import { type Rename, renameInSchema } from './rename-schema'
import { renameStatements } from './rename-statements'
import { createSchemaSql, diffSchemas } from './schema-diff'
import { firstEnumValues } from './schema-models'
import { emptyValue, fillRequiredColumns, preserveSequences, type ValueFor } from './statements'

type Options = {
  /** Tables and columns that are only renamed; otherwise a new name drops a column and adds an empty one. */
  renames?: Rename[]
  /** Gives existing rows an empty value in each required column without a default. */
  fillRequired?: boolean
}

/**
 * Generates the SQL that turns one schema into another, including CHECK constraints and renames. Needs no database.
 * @param from null for an empty database
 * @returns null when nothing changes
 */
export async function generateScript(
  engine: Engine,
  from: string | null,
  to: string,
  { renames = [], fillRequired = false }: Options = {},
): Promise<string | null> {
  const renamed = from === null ? null : renameInSchema(from, renames)
  const renaming = from && renamed ? await renameStatements(engine, from, renamed, renames) : []
  const diff = (await diffSchemas(engine, renamed, to)) ?? ''
  const changes = engine === 'sqlite' ? preserveSequences(diff) : diff
  const filled = renamed && changes ? await fillRows(engine, changes, renamed, to, fillRequired) : changes
  const script = [...renaming, await addChecks(engine, renamed, to, filled)].filter(Boolean).join('\n')
  return script.trim() === '' ? null : `${script.trim()}\n`
}

async function fillRows(
  engine: Engine,
  script: string,
  from: string,
  to: string,
  fillRequired: boolean,
): Promise<string> {
  const before = parseColumns(await createSchemaSql(engine, from))
  const after = parseColumns(await createSchemaSql(engine, to))
  const enumValues = firstEnumValues(to)
  const valueFor: ValueFor = (table, column, type) => {
    const target = after[table]?.[column]
    if (target && target.defaultValue !== null) return target.defaultValue
    if (!fillRequired) return null
    const first = enumValues[`${table}.${column}`]
    return first === undefined ? emptyValue(target?.type ?? type) : `'${first}'`
  }
  return fillRequiredColumns(engine, script, before, valueFor)
}
