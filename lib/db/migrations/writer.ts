import type { Engine } from '../address'
import { openInMemory } from '../connection'
import { lastSchema, type MigrationText, readMigrations, todaysSchema } from './files'
import { differences, introspect, type Schema } from './introspection'
import type { Rename } from './schema-text'
import { migrationScript } from './script'
import { fillsFor } from './statements'

export type MigrationPlan = {
  /** UTC time and description. */
  name: string
  /** What to write, per engine. */
  texts: MigrationText[]
  /** One sentence for each thing that is lost, or cannot go well on a filled database. */
  warnings: string[]
}

const engines: Engine[] = ['sqlite', 'postgresql']

/**
 * Works out the next migration for both engines: the difference between the schema kept beside the last migration
 * and today's. Needs no database and writes nothing.
 * @param description lower-case letters, digits and underscores
 * @throws Error in one sentence when the name is bad or nothing has changed
 */
export async function planMigration(
  description: string,
  { directory, renames = [] }: { directory?: string | undefined; renames?: Rename[] } = {},
): Promise<MigrationPlan> {
  if (!/^[a-z][a-z0-9_]{0,59}$/.test(description)) {
    throw new Error(
      `"${description}" is no name for a migration: take up to 60 lower-case letters, digits and _, like add_likes.`,
    )
  }
  const back = reversed(renames)
  const texts: MigrationText[] = []
  for (const engine of engines) {
    const before = await lastSchema(engine, directory)
    const schema = await todaysSchema(engine, directory)
    const up = await migrationScript(engine, before, schema, { renames })
    if (up === null) continue
    const down =
      before === null
        ? await dropEverything(engine, schema)
        : await migrationScript(engine, schema, before, { renames: back, fill: true })
    texts.push({ engine, up, down: down ?? '', schema })
  }
  if (texts.length === 0) {
    throw new Error(
      'prisma/schema.prisma has not changed since the last migration: change it first, then run this again.',
    )
  }
  const name = `${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}_${description}`
  const up = texts.find(({ engine }) => engine === 'sqlite')?.up
  const known = await readMigrations('sqlite', directory)
  const warnings =
    up === undefined
      ? []
      : await lossOf(
          known.map((migration) => migration.up),
          up,
          renames,
        )
  return { name, texts, warnings }
}

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

/** A diff towards nothing, in an order that foreign keys allow. */
async function dropEverything(engine: Engine, schema: string) {
  const empty = /datasource db \{[^}]*\}/.exec(schema)?.[0] ?? ''
  return migrationScript(engine, schema, empty)
}

/**
 * What a script takes away from a filled database, by trying it on an empty one in memory. The models are the same
 * on both engines, and so is what is lost.
 * @param base the scripts that lead to where `script` begins
 */
export async function lossOf(base: string[], script: string, renames: Rename[] = []): Promise<string[]> {
  const memory = await openInMemory()
  try {
    for (const earlier of base) await memory.transaction('write', () => memory.execute(earlier))
    const before = underNewNames(await introspect(memory), renames)
    await memory.transaction('write', () => memory.execute(script))
    return [...lost(before, await introspect(memory)), ...fillsFor('sqlite', script).map(unfilled)]
  } finally {
    await memory.close()
  }
}

function underNewNames(schema: Schema, renames: Rename[]): Schema {
  const result = structuredClone(schema)
  for (const { table, column, to } of renames) {
    const record: Record<string, unknown> = column === undefined ? result : (result[table]?.columns ?? {})
    const name = column ?? table
    record[to] = record[name]
    delete record[name]
  }
  return result
}

function lost(before: Schema, after: Schema): string[] {
  return Object.entries(before).flatMap(([table, { columns }]) => {
    const now = after[table]?.columns
    if (!now) return [`The table ${table} goes, with all its rows.`]
    return Object.entries(columns).flatMap(([column, definition]) => {
      const name = `${table}.${column}`
      if (now[column] === undefined) {
        const added = Object.keys(now).filter((other) => !(other in columns))
        const hint = added
          .map((other) => ` If it is now called ${other}: --rename ${name}:${other}.`)
          .join('')
        return [`The column ${name} goes, with what it holds.${hint}`]
      }
      const type = (text: string) => text.split(' ')[0]
      return type(now[column]) === type(definition)
        ? []
        : [`The column ${name} changes its type: PostgreSQL forgets what it holds.`]
    })
  })
}

const unfilled = ({ table, column }: { table: string; column: string }) =>
  `The column ${table}.${column} must have a value, and rows that are already there have none: give it a @default, or write the values into both migration.sql.`

/**
 * Tries a migration up and down on an empty database in memory.
 * @returns what is not as before afterwards
 */
export async function roundTrip(base: string[], { up, down }: MigrationText): Promise<string[]> {
  const memory = await openInMemory()
  try {
    for (const earlier of base) await memory.transaction('write', () => memory.execute(earlier))
    const before = await introspect(memory)
    await memory.transaction('write', () => memory.execute(up))
    await memory.transaction('write', () => memory.execute(down))
    return differences(before, await introspect(memory))
  } finally {
    await memory.close()
  }
}
