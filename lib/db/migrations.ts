import { existsSync, mkdirSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { PrismaPg } from '@prisma/adapter-pg'
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg'
import Database from 'better-sqlite3'
import { type Engine, engineOf, sqliteFile } from './address'
import { withMigrationLock } from './migration-lock'
import { schemaDiff } from './schema-diff'
import { withSchemaEngine } from './schema-engine'

export type MigrationStatus = {
  engine: Engine
  applied: string[]
  pending: string[]
  /** One sentence for each thing that needs a person: failed, edited or unknown migrations. */
  problems: string[]
}

const prismaDirectory = resolve(import.meta.dirname, '../../prisma')
const noFilters = { externalTables: [], externalEnums: [] }

/** Compares the migrations on disk with those the database has seen. Changes nothing and creates no file. */
export async function migrationStatus(url: string, directory = prismaDirectory): Promise<MigrationStatus> {
  const engine = engineOf(url)
  const names = await migrationNames(engine, directory)
  if (engine === 'sqlite' && !existsSync(sqliteFile(url))) {
    return { engine, applied: [], pending: names, problems: [] }
  }
  return withEngine(url, directory, async (schemaEngine) => {
    const diagnosis = await schemaEngine.diagnoseMigrationHistory({
      migrationsList: await migrationList(engine, directory),
      optInToShadowDatabase: false,
      filters: noFilters,
    })
    const history = diagnosis.history
    const pending = history && 'unappliedMigrationNames' in history ? history.unappliedMigrationNames : []
    const unknown = history && 'unpersistedMigrationNames' in history ? history.unpersistedMigrationNames : []
    const failed = diagnosis.failedMigrationNames
    return {
      engine,
      applied: names.filter((name) => !pending.includes(name) && !failed.includes(name)),
      pending,
      problems: [
        ...failed.map(
          (name) => `${name} failed half-way: repair the database, then mark it rolled back or applied.`,
        ),
        ...diagnosis.editedMigrationNames.map((name) => `${name} was edited after it had been applied.`),
        ...unknown.map(
          (name) => `${name} is in the database but not on disk: this code is older than the database.`,
        ),
      ],
    }
  })
}

/**
 * Applies every pending migration, in order, and returns their names. Creates a missing SQLite file.
 * Of several processes that start at once one applies and the others find nothing left to do.
 */
export async function upgradeDatabase(url: string, directory = prismaDirectory): Promise<string[]> {
  const engine = engineOf(url)
  if (engine === 'sqlite') prepareSqlite(sqliteFile(url))
  return withMigrationLock(engine === 'sqlite' ? { file: sqliteFile(url) } : { url }, () =>
    withEngine(url, directory, async (schemaEngine) => {
      const migrationsList = await migrationList(engine, directory)
      const { appliedMigrationNames } = await schemaEngine.applyMigrations({
        migrationsList,
        filters: noFilters,
      })
      return appliedMigrationNames
    }),
  )
}

/**
 * Writes `migration.sql` and `down.sql` for both engines: the difference between the schema kept beside the
 * last migration and today's. Needs no database.
 * @param name lower-case letters, digits and underscores
 * @returns the full name, with its UTC time in front
 */
export async function createMigration(name: string, directory = prismaDirectory): Promise<string> {
  if (!/^[a-z0-9_]+$/.test(name))
    throw new Error('A migration name has only lower-case letters, digits and _.')
  const fullName = `${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}_${name}`
  const source = await readFile(join(directory, 'schema.prisma'), 'utf8')

  const scripts = []
  for (const engine of ['sqlite', 'postgresql'] as const) {
    const before = await lastSchema(engine, directory)
    const today = schemaFor(engine, source)
    const up = await schemaDiff(engine, before, today)
    const down = await schemaDiff(engine, today, before)
    if (up !== null) scripts.push({ engine, today, up, down: down ?? '' })
  }
  if (scripts.length === 0) throw new Error('prisma/schema.prisma has not changed since the last migration.')

  for (const { engine, today, up, down } of scripts) {
    const target = join(migrationsDirectory(engine, directory), fullName)
    await mkdir(target, { recursive: true })
    await writeFile(join(target, '../migration_lock.toml'), `provider = "${engine}"\n`)
    await writeFile(join(target, 'migration.sql'), rebuildWarning(up) + up)
    await writeFile(join(target, 'down.sql'), rebuildWarning(down) + down)
    await writeFile(join(target, 'schema.prisma'), today)
  }
  return fullName
}

/** SQLite changes most columns by copying the table, and Prisma's copy knows nothing of our CHECK constraints. */
function rebuildWarning(script: string) {
  return script.includes('-- RedefineTables')
    ? '-- This script rebuilds tables: carry over the CHECK constraints they have today.\n\n'
    : ''
}

async function lastSchema(engine: Engine, directory: string): Promise<string | null> {
  const last = (await migrationNames(engine, directory)).at(-1)
  return last === undefined
    ? null
    : readFile(join(migrationsDirectory(engine, directory), last, 'schema.prisma'), 'utf8')
}

async function migrationList(engine: Engine, directory: string): Promise<MigrationList> {
  const baseDir = migrationsDirectory(engine, directory)
  const names = await migrationNames(engine, directory)
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: `provider = "${engine}"\n` },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (path) => ({
        path,
        migrationFile: {
          path: 'migration.sql',
          content: {
            tag: 'ok' as const,
            value: await readFile(join(baseDir, path, 'migration.sql'), 'utf8'),
          },
        },
      })),
    ),
  }
}

async function migrationNames(engine: Engine, directory: string): Promise<string[]> {
  const base = migrationsDirectory(engine, directory)
  if (!existsSync(base)) return []
  const entries = await readdir(base, { withFileTypes: true })
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort()
}

const migrationsDirectory = (engine: Engine, directory: string) => join(directory, 'migrations', engine)

const schemaFor = (engine: Engine, source: string) =>
  source.replace(/(datasource db \{\s*provider\s*= )"[a-z]+"/, `$1"${engine}"`)

async function withEngine<T>(
  url: string,
  directory: string,
  work: (schemaEngine: SchemaEngine) => Promise<T>,
) {
  const engine = engineOf(url)
  const source = await readFile(join(directory, 'schema.prisma'), 'utf8')
  const adapter =
    engine === 'sqlite'
      ? new PrismaBetterSqlite3({ url: sqliteFile(url) })
      : new PrismaPg({ connectionString: url, max: 1 })
  return withSchemaEngine(adapter, schemaFor(engine, source), work)
}

/** Write-ahead logging is a property of the file: set once, here, so that readers never wait for a writer. */
function prepareSqlite(file: string) {
  mkdirSync(dirname(file), { recursive: true })
  const database = new Database(file, { timeout: 5_000 })
  try {
    database.pragma('journal_mode = WAL')
  } finally {
    database.close()
  }
}
