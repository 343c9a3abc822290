import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Engine } from '../../../lib/env/database-location'

/** One directory of prisma/migrations/<engine>. */
export type Migration = {
  /** UTC time and a description: `20261121063128_init`. They are applied in the order of their names. */
  name: string
  /** SQL that makes the change. */
  up: string
  /** SQL that undoes it; null when nobody wrote one. */
  down: string | null
  /** The sha256 of `up`, as Prisma keeps it, to notice edits. */
  checksum: string
}

export const prismaDirectory = resolve(import.meta.dirname, '../../../prisma')

/** Every migration for an engine, oldest first. */
export async function readMigrations(engine: Engine, directory = prismaDirectory): Promise<Migration[]> {
  const base = migrationsDirectory(engine, directory)
  return Promise.all(
    (await migrationNames(engine, directory)).map(async (name) => {
      const up = await readFile(join(base, name, 'migration.sql'), 'utf8')
      const down = await readFile(join(base, name, 'down.sql'), 'utf8').catch(() => null)
      return { name, up, down, checksum: createHash('sha256').update(up).digest('hex') }
    }),
  )
}

/** prisma/schema.prisma as it is today, for an engine. */
export async function todaysSchema(engine: Engine, directory = prismaDirectory): Promise<string> {
  return schemaFor(engine, await readFile(join(directory, 'schema.prisma'), 'utf8'))
}

/** The schema kept beside the last migration; null before the first. */
export async function lastSchema(engine: Engine, directory = prismaDirectory): Promise<string | null> {
  const last = (await migrationNames(engine, directory)).at(-1)
  return last === undefined
    ? null
    : readFile(join(migrationsDirectory(engine, directory), last, 'schema.prisma'), 'utf8')
}

export type MigrationText = { engine: Engine; up: string; down: string; schema: string }

/** Writes one migration for every engine, under the same name. A directory appears whole or not at all. */
export async function writeMigration(name: string, texts: MigrationText[], directory = prismaDirectory) {
  const drafts = texts.map(({ engine, ...text }) => {
    const base = migrationsDirectory(engine, directory)
    return { base, draft: join(base, `.${name}`), ...text }
  })
  try {
    for (const { base, draft, up, down, schema } of drafts) {
      await mkdir(draft, { recursive: true })
      await writeFile(join(base, 'migration_lock.toml'), `provider = "${providerOf(schema)}"\n`)
      await writeFile(join(draft, 'migration.sql'), up)
      await writeFile(join(draft, 'down.sql'), down)
      await writeFile(join(draft, 'schema.prisma'), schema)
    }
    for (const { base, draft } of drafts) await rename(draft, join(base, name))
  } finally {
    await Promise.all(drafts.map(({ draft }) => rm(draft, { recursive: true, force: true })))
  }
}

async function migrationNames(engine: Engine, directory: string): Promise<string[]> {
  const base = migrationsDirectory(engine, directory)
  if (!existsSync(base)) return []
  const entries = await readdir(base, { withFileTypes: true })
  return entries
    .flatMap((entry) => (entry.isDirectory() && !entry.name.startsWith('.') ? [entry.name] : []))
    .sort()
}

const migrationsDirectory = (engine: Engine, directory: string) => join(directory, 'migrations', engine)

const provider = /(datasource db \{\s*provider\s*= )"([a-z]+)"/

const schemaFor = (engine: Engine, source: string) => source.replace(provider, `$1"${engine}"`)

const providerOf = (schema: string) => provider.exec(schema)?.[2] ?? ''
