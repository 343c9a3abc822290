import { existsSync, readdirSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import { upgradeDatabase } from '../../scripts/db/migrations/upgrade'
import { engineOf } from '../env/database-location'
import { createTestDatabase, type TestDatabase } from '../testing/database'
import { createSchemaProject } from '../testing/schema-project'
import { withConnection } from './connection'
import { findDatabaseProblem, runStartupCheck } from './startup-check'

const template = inject('template')
const migrations = readdirSync('prisma/migrations/sqlite').filter((name) => /^\d{14}_/.test(name))

let database: TestDatabase

async function openDatabase(empty: boolean) {
  database = await createTestDatabase(template, { empty })
  onTestFinished(database.drop)
}

const execute = (sql: string) => withConnection(database.url, (connection) => connection.execute(sql))

beforeEach(() => openDatabase(false))

describe('the problem of a database', () => {
  test('is null when all migrations are applied [MIG-11]', async () => {
    expect(await findDatabaseProblem(database.url)).toBeNull()
    expect(await findDatabaseProblem(database.url, migrations)).toBeNull()
  })

  test('with pending migrations names the command that applies them [MIG-11]', async () => {
    const problem = await findDatabaseProblem(database.url, [...migrations, '20991231235959_add_songs'])
    expect(problem).toBe(
      'The database lacks what this code needs (20991231235959_add_songs): run npm run db -- upgrade, then start again.',
    )
  })

  test('with unknown migrations suggests newer code [MIG-11]', async () => {
    const problem = await findDatabaseProblem(database.url, migrations.slice(1))
    expect(problem).toBe(`The database is newer than this code (it has ${migrations[0]}): update the code.`)
  })

  test('with a failed migration names the command that explains it [MIG-11]', async () => {
    await execute('UPDATE _prisma_migrations SET finished_at = NULL')
    expect(await findDatabaseProblem(database.url)).toMatch(
      /^Migration \S+ has failed: npm run db -- status [^\n]+$/,
    )
  })

  test('with a later migration that failed and was rolled back exists only for the build with it [MIG-11]', async () => {
    const project = await createSchemaProject()
    onTestFinished(project.remove)
    const { directory } = project
    const added = '20991231235959_add_songs'
    const target = join(directory, 'migrations', engineOf(database.url), added)
    await mkdir(target)
    const script = 'CREATE TABLE songs (id INTEGER);\nINSERT INTO songs SELECT missing FROM songs;\n'
    await writeFile(join(target, 'migration.sql'), script)
    await expect(upgradeDatabase(database.url, { directory })).rejects.toThrow(/failed and was rolled back/)
    expect(await findDatabaseProblem(database.url, migrations)).toBeNull()
    expect(await findDatabaseProblem(database.url, [...migrations, added])).toBe(
      `Migration ${added} has failed: npm run db -- status shows what to do.`,
    )
  })

  test('with a later migration that failed and was not rolled back exists for every build [MIG-11]', async () => {
    await execute(`INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, logs)
      VALUES ('1', '', '20991231235959_add_songs', CURRENT_TIMESTAMP, 'syntax error')`)
    expect(await findDatabaseProblem(database.url, migrations)).toMatch(/^Migration 2099\S+ has failed: /)
  })

  test('with tables but no migration history names the command that adopts it [MIG-11]', async () => {
    const adopt =
      'The database has tables but no migration history: npm run db -- stamp head adopts it as it is.'
    await execute('DELETE FROM _prisma_migrations')
    expect(await findDatabaseProblem(database.url)).toBe(adopt)
    await execute('DROP TABLE _prisma_migrations')
    expect(await findDatabaseProblem(database.url)).toBe(adopt)
  })

  test('without tables names the command that creates them, and creates no file [MIG-11]', async () => {
    await openDatabase(true)
    expect(await findDatabaseProblem(database.url)).toMatch(/^[^\n]+ npm run db -- upgrade[^\n]+$/)
    expect(existsSync(join(database.directory, 'roost.db'))).toBe(false)
  })

  test('on an unreachable server says that the server does not respond [MIG-11]', async () => {
    expect(await findDatabaseProblem('postgresql://roost@127.0.0.1:1/roost')).toMatch(
      /^The database server does not answer: [^\n]+$/,
    )
  })
})

describe('the startup check', () => {
  test('emits the result to the custom server [MIG-11]', async () => {
    const received: unknown[] = []
    const listener = (problem: unknown) => received.push(problem)
    const emitter = process as NodeJS.EventEmitter
    emitter.on('roost:checked', listener)
    onTestFinished(() => {
      emitter.off('roost:checked', listener)
    })
    await runStartupCheck()
    expect(received).toEqual([null])
  })

  test('throws the problem when no server listens [MIG-11]', async () => {
    await expect(runStartupCheck()).resolves.toBe(true)
    vi.stubEnv('POSTS_PER_PAGE', 'many')
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    vi.resetModules()
    await expect(runStartupCheck()).rejects.toThrow(/^Roost cannot start: POSTS_PER_PAGE [^\n]+$/)
  })
})
