import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/database'
import { checkBeforeServing, databaseProblem } from './boot-check'
import { withConnection } from './connection'

const template = inject('template')
const migrations = readdirSync('prisma/migrations/sqlite').filter((name) => /^\d{14}_/.test(name))

let database: TestDatabase

async function makeDatabase(empty: boolean) {
  database = await createTestDatabase(template, { empty })
  onTestFinished(database.drop)
}

const execute = (sql: string) => withConnection(database.url, (connection) => connection.execute(sql))

beforeEach(() => makeDatabase(false))

describe('MIG-11 a server that finds', () => {
  test('a database of its own age serves', async () => {
    expect(await databaseProblem(database.url)).toBeNull()
    expect(await databaseProblem(database.url, migrations)).toBeNull()
  })

  test('pending migrations names the command that applies them', async () => {
    const problem = await databaseProblem(database.url, [...migrations, '20991231235959_add_songs'])
    expect(problem).toBe(
      'The database lacks what this code needs (20991231235959_add_songs): run npm run db -- upgrade, then start again.',
    )
  })

  test('migrations that it does not know asks for newer code', async () => {
    const problem = await databaseProblem(database.url, migrations.slice(1))
    expect(problem).toBe(
      `The database is newer than this code (it has ${migrations[0]}): bring the code up to date.`,
    )
  })

  test('a failed migration names the command that explains it', async () => {
    await execute('UPDATE _prisma_migrations SET finished_at = NULL')
    expect(await databaseProblem(database.url)).toMatch(
      /^Migration \S+ has failed: npm run db -- status [^\n]+$/,
    )
  })

  test('tables without a record of migrations names the command that adopts them', async () => {
    const adopt =
      'The database has tables but no record of migrations: npm run db -- stamp head adopts it as it is.'
    await execute('DELETE FROM _prisma_migrations')
    expect(await databaseProblem(database.url)).toBe(adopt)
    await execute('DROP TABLE _prisma_migrations')
    expect(await databaseProblem(database.url)).toBe(adopt)
  })

  test('no tables names the command that makes them, and makes no file', async () => {
    await makeDatabase(true)
    expect(await databaseProblem(database.url)).toMatch(/^[^\n]+ npm run db -- upgrade[^\n]+$/)
    expect(existsSync(join(database.directory, 'roost.db'))).toBe(false)
  })

  test('no server says that none answers', async () => {
    expect(await databaseProblem('postgresql://roost@127.0.0.1:1/roost')).toMatch(
      /^The database server does not answer: [^\n]+$/,
    )
  })
})

describe('MIG-11 what is found is', () => {
  test('told to our own server', async () => {
    const heard: unknown[] = []
    const listener = (problem: unknown) => heard.push(problem)
    const ours = process as NodeJS.EventEmitter
    ours.on('roost:checked', listener)
    onTestFinished(() => {
      ours.off('roost:checked', listener)
    })
    await checkBeforeServing()
    expect(heard).toEqual([null])
  })

  test('thrown where another serves, for its log', async () => {
    await expect(checkBeforeServing()).resolves.toBe(true)
    vi.stubEnv('POSTS_PER_PAGE', 'many')
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    vi.resetModules()
    await expect(checkBeforeServing()).rejects.toThrow(/^Roost cannot start: POSTS_PER_PAGE [^\n]+$/)
  })
})
