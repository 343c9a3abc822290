import { type Engine, engineNames } from '../../../../lib/env/database-location'
import {
  type Migration,
  type MigrationFiles,
  readCurrentSchema,
  readLastSchema,
  readMigrations,
} from '../files'
import type { DirectoryOption } from '../status'
import { findDataLoss, findRoundTripDifferences, findUnrestorableColumns } from './data-loss'
import type { Rename } from './rename-schema'
import { generateScript } from './script'
import { nextTimestamp } from './timestamp'

export type MigrationPlan = {
  /** UTC time and description. */
  name: string
  /** What to write, for both engines. */
  files: MigrationFiles[]
  /** One sentence for each thing that is lost, or that can fail on a database with rows. */
  warnings: string[]
}

const engines: Engine[] = ['sqlite', 'postgresql']

/**
 * Plans the next migration for both engines: the difference between the schema stored with the last migration and the
 * current one. Needs no database and writes nothing.
 * @param description lower-case letters, digits and underscores; unique among all migrations
 * @throws Error in one sentence when the name is invalid, nothing has changed, or the scripts fail
 */
export async function planMigration(
  description: string,
  { directory, renames = [] }: DirectoryOption & { renames?: Rename[] } = {},
): Promise<MigrationPlan> {
  const existing = (await Promise.all(engines.map((engine) => readMigrations(engine, directory)))).flat()
  rejectDescription(description, existing)
  const files = await Promise.all(engines.map((engine) => generateFiles(engine, renames, directory)))
  if (files.every(({ up }) => up === '')) {
    throw new Error(
      'prisma/schema.prisma has not changed since the last migration: change it first, then run this again.',
    )
  }
  const name = `${nextTimestamp(existing.map((migration) => migration.name))}_${description}`
  return { name, files: files.map(commentEmpty), warnings: await findWarnings(files, directory) }
}

/** Whether prisma/schema.prisma has changes that no migration contains. */
export async function hasUnmigratedChanges(engine: Engine, directory?: string): Promise<boolean> {
  const current = await readCurrentSchema(engine, directory)
  return (await generateScript(engine, await readLastSchema(engine, directory), current)) !== null
}

function rejectDescription(description: string, existing: Migration[]): void {
  if (!/^[a-z][a-z0-9_]{0,59}$/.test(description)) {
    throw new Error(
      `"${description}" is not a valid name for a migration: use up to 60 lower-case letters, digits and _, like add_likes.`,
    )
  }
  const duplicate = existing.find(({ name }) => name.slice(15) === description)
  if (duplicate) throw new Error(`${duplicate.name} already has that name: choose another.`)
}

/** Generates up and down for one engine; both are empty when nothing changes on it. */
async function generateFiles(engine: Engine, renames: Rename[], directory?: string): Promise<MigrationFiles> {
  const before = await readLastSchema(engine, directory)
  const schema = await readCurrentSchema(engine, directory)
  const up = await generateScript(engine, before, schema, { renames })
  if (up === null) return { engine, up: '', down: '', schema }
  const options = { renames: invertRenames(renames), fillRequired: true }
  const down = await generateScript(engine, schema, before ?? withoutModels(schema), options)
  return { engine, up, down: down ?? '', schema }
}

/** Every migration exists for both engines, so that a name means the same on each. */
function commentEmpty(files: MigrationFiles): MigrationFiles {
  if (files.up !== '') return files
  const engine = engineNames[files.engine]
  return { ...files, up: `-- Nothing to do on ${engine}.\n`, down: `-- Nothing to undo on ${engine}.\n` }
}

function invertRenames(renames: Rename[]): Rename[] {
  return renames
    .toReversed()
    .map(({ table, column, to }) =>
      column === undefined ? { table: to, to: table } : { table, column: to, to: column },
    )
}

function withoutModels(schema: string): string {
  return /datasource db \{[^}]*\}/.exec(schema)?.[0] ?? ''
}

async function findWarnings(files: MigrationFiles[], directory?: string): Promise<string[]> {
  const [sqlite, postgresql] = files
  if (!sqlite?.up) return []
  const base = (await readMigrations('sqlite', directory)).map(({ up }) => up)
  try {
    const [difference] = await findRoundTripDifferences(base, sqlite)
    if (difference) throw new Error(`down.sql does not restore the schema: ${difference}`)
    return [
      ...(await findDataLoss(base, sqlite.up, postgresql?.up)),
      ...(await findUnrestorableColumns(base, sqlite.up)),
    ]
  } catch (error) {
    throw new Error(`This migration fails on SQLite: ${(error as Error).message} Nothing was written.`)
  }
}
