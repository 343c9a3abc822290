import { type Engine, engineNames } from '../../../../lib/env/database-location'
import { lastSchema, type Migration, type MigrationText, readMigrations, todaysSchema } from '../files'
import { lossOf, roundTrip, unrestorable } from './data-loss'
import type { Rename } from './schema-text'
import { migrationScript } from './script'

export type MigrationPlan = {
  /** UTC time and description. */
  name: string
  /** What to write, for both engines. */
  texts: MigrationText[]
  /** One sentence for each thing that is lost, or cannot go well on a filled database. */
  warnings: string[]
}

const engines: Engine[] = ['sqlite', 'postgresql']

/**
 * Works out the next migration for both engines: the difference between the schema kept beside the last migration
 * and today's. Needs no database and writes nothing.
 * @param description lower-case letters, digits and underscores; of no other migration
 * @throws Error in one sentence when the name is bad, nothing has changed, or the scripts do not run
 */
export async function planMigration(
  description: string,
  { directory, renames = [] }: { directory?: string | undefined; renames?: Rename[] } = {},
): Promise<MigrationPlan> {
  const known = (await Promise.all(engines.map((engine) => readMigrations(engine, directory)))).flat()
  refuseName(description, known)
  const texts = await Promise.all(engines.map((engine) => textsFor(engine, renames, directory)))
  if (texts.every(({ up }) => up === '')) {
    throw new Error(
      'prisma/schema.prisma has not changed since the last migration: change it first, then run this again.',
    )
  }
  const name = `${timeAfter(known)}_${description}`
  return { name, texts: texts.map(explained), warnings: await warningsOf(texts, directory) }
}

function refuseName(description: string, known: Migration[]) {
  if (!/^[a-z][a-z0-9_]{0,59}$/.test(description)) {
    throw new Error(
      `"${description}" is no name for a migration: take up to 60 lower-case letters, digits and _, like add_likes.`,
    )
  }
  const same = known.find(({ name }) => name.slice(15) === description)
  if (same)
    throw new Error(`${same.name} has that name already: take another, so that either can be called by it.`)
}

/** Up and down for one engine; empty where there is nothing to do. */
async function textsFor(engine: Engine, renames: Rename[], directory?: string): Promise<MigrationText> {
  const before = await lastSchema(engine, directory)
  const schema = await todaysSchema(engine, directory)
  const up = await migrationScript(engine, before, schema, { renames })
  if (up === null) return { engine, up: '', down: '', schema }
  const options = { renames: reversed(renames), fill: true }
  const down = await migrationScript(engine, schema, before ?? withoutModels(schema), options)
  return { engine, up, down: down ?? '', schema }
}

/** Both engines have every migration, so that their names mean the same on each. */
const explained = (text: MigrationText): MigrationText =>
  text.up === ''
    ? {
        ...text,
        up: `-- Nothing to do on ${engineNames[text.engine]}.\n`,
        down: `-- Nothing to undo on ${engineNames[text.engine]}.\n`,
      }
    : text

/** True when prisma/schema.prisma says something that no migration does. */
export async function schemaIsAhead(engine: Engine, directory?: string): Promise<boolean> {
  const today = await todaysSchema(engine, directory)
  return (await migrationScript(engine, await lastSchema(engine, directory), today)) !== null
}

/** The renames that lead back, in the opposite order. */
const reversed = (renames: Rename[]): Rename[] =>
  renames
    .toReversed()
    .map(({ table, column, to }) =>
      column === undefined ? { table: to, to: table } : { table, column: to, to: column },
    )

const withoutModels = (schema: string) => /datasource db \{[^}]*\}/.exec(schema)?.[0] ?? ''

/** Now, or a second after the last migration, because they are applied in the order of their names. */
function timeAfter(known: Migration[]): string {
  const last = known
    .map(({ name }) => name.slice(0, 14))
    .sort()
    .at(-1)
  const now = digits(new Date())
  if (last === undefined || last < now) return now
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(last) ?? []
  const time = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second) + 1,
  )
  return Number.isNaN(time) ? now : digits(new Date(time))
}

const digits = (date: Date) => date.toISOString().replace(/\D/g, '').slice(0, 14)

async function warningsOf(texts: MigrationText[], directory?: string): Promise<string[]> {
  const [sqlite, postgresql] = texts
  if (!sqlite?.up) return []
  const base = (await readMigrations('sqlite', directory)).map(({ up }) => up)
  try {
    const [difference] = await roundTrip(base, sqlite)
    if (difference) throw new Error(`it does not lead back to where it began: ${difference}`)
    return [...(await lossOf(base, sqlite.up, postgresql?.up)), ...(await unrestorable(base, sqlite.up))]
  } catch (error) {
    throw new Error(`This migration does not run on SQLite: ${(error as Error).message} Nothing was written.`)
  }
}
