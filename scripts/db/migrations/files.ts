import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Engine } from '../../../lib/env/database-location'

/** A directory in prisma/migrations/<engine>. */
export type Migration = {
  /** UTC time and description, such as `20261121063128_init`. Migrations are applied in the order of their names. */
  name: string
  /** The SQL that applies the change. */
  up: string
  /** The SQL that reverts it; null when there is no down.sql. */
  down: string | null
  /** The sha256 of `up`, as Prisma stores it to detect edits. */
  checksum: string
}

/** The files of a new migration for one engine. */
export type MigrationFiles = { engine: Engine; up: string; down: string; schema: string }

export const prismaDirectory = resolve(import.meta.dirname, '../../../prisma')

/** Reads every migration for an engine, oldest first. */
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

/** Reads prisma/schema.prisma as the schema for an engine. */
export async function readCurrentSchema(engine: Engine, directory = prismaDirectory): Promise<string> {
  const schema = await readFile(join(directory, 'schema.prisma'), 'utf8')
  return schema.replace(providerPattern, `$1"${engine}"`)
}

/** Reads the schema stored with the last migration; null when there is no migration. */
export async function readLastSchema(engine: Engine, directory = prismaDirectory): Promise<string | null> {
  const last = (await migrationNames(engine, directory)).at(-1)
  return last === undefined
    ? null
    : readFile(join(migrationsDirectory(engine, directory), last, 'schema.prisma'), 'utf8')
}

/** Writes one migration under the same name for each engine. Each directory appears complete or not at all. */
export async function writeMigration(
  name: string,
  files: MigrationFiles[],
  directory = prismaDirectory,
): Promise<void> {
  const drafts = files.map(({ engine, ...content }) => {
    const base = migrationsDirectory(engine, directory)
    return { base, draft: join(base, `.${name}`), ...content }
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

function migrationsDirectory(engine: Engine, directory: string): string {
  return join(directory, 'migrations', engine)
}

const providerPattern = /(datasource db \{\s*provider\s*= )"([a-z]+)"/

function providerOf(schema: string): string {
  return providerPattern.exec(schema)?.[2] ?? ''
}
