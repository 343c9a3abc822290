import { join } from 'node:path'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { PrismaPg } from '@prisma/adapter-pg'
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg'
import { expect, test } from 'vitest'
import { sqliteFile } from '../../../lib/env/database-location'
import { emptyDatabase, engine } from '../../../lib/testing/empty-database'
import { downgradeDatabase } from './downgrade'
import { checkDatabase } from './drift'
import { prismaDirectory, readCurrentSchema, readMigrations } from './files'
import { withSchemaEngine } from './generate/schema-engine'
import { stampDatabase } from './stamp'
import { migrationStatus } from './status'
import { upgradeDatabase } from './upgrade'

// Prisma's own engine on the same database: users of its command line must get the same results as with our tool.

const migrations = await readMigrations(engine)
const names = migrations.map(({ name }) => name)
const filters = { externalTables: [], externalEnums: [] }
const migrationsList: MigrationList = {
  baseDir: join(prismaDirectory, 'migrations', engine),
  lockfile: { path: 'migration_lock.toml', content: `provider = "${engine}"\n` },
  shadowDbInitScript: '',
  migrationDirectories: migrations.map(({ name, up }) => ({
    path: name,
    migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: up } },
  })),
}

const database = emptyDatabase()

async function prisma<T>(work: (schemaEngine: SchemaEngine) => Promise<T>) {
  const adapter =
    engine === 'sqlite'
      ? new PrismaBetterSqlite3({ url: sqliteFile(database.url) })
      : new PrismaPg({ connectionString: database.url, max: 1 })
  return withSchemaEngine(adapter, await readCurrentSchema(engine), work)
}

const diagnose = () =>
  prisma((schemaEngine) =>
    schemaEngine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters }),
  )

const noProblems = {
  hasMigrationsTable: true,
  editedMigrationNames: [],
  failedMigrationNames: [],
  history: null,
}

test('Prisma reports no pending migrations after our upgrade, and all of them after our downgrade', async () => {
  await upgradeDatabase(database.url)
  expect(await diagnose()).toMatchObject(noProblems)
  await downgradeDatabase(database.url, { to: 'base' })
  expect(await diagnose()).toMatchObject({
    hasMigrationsTable: true,
    history: { unappliedMigrationNames: names },
  })
})

test('Prisma accepts the migration history that our stamp writes', async () => {
  await upgradeDatabase(database.url)
  await stampDatabase(database.url, 'base')
  await stampDatabase(database.url, 'head')
  expect(await diagnose()).toMatchObject(noProblems)
})

test('our tool reports a database that Prisma has migrated as up to date', async () => {
  await prisma((schemaEngine) => schemaEngine.applyMigrations({ migrationsList, filters }))
  expect(await migrationStatus(database.url)).toMatchObject({
    state: 'managed',
    applied: names,
    problems: [],
  })
  expect(await checkDatabase(database.url)).toEqual([])
  expect(await upgradeDatabase(database.url)).toEqual([])
})
