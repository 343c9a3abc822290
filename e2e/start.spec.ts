import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import Database from 'better-sqlite3'
import pg from 'pg'
import { startPostgresql } from '../scripts/postgresql.mjs'
import { runFailingScript, startOwnServer } from './own-server'
import { temporaryDirectory } from './temporary-directory'

const start = 'scripts/start.mjs'
const server = 'scripts/server.mjs'
const oneLine = (pattern: string) => new RegExp(`^[^\\n]*${pattern}[^\\n]*\\n$`)

const onDatabase = (dataDir: string, sql: string) => {
  const database = new Database(join(dataDir, 'roost.db'))
  database.exec(sql)
  database.close()
}

/** SQL that adds a migration to the history which this code does not know. */
const addUnknownMigration = `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at)
  VALUES ('x', 'x', '20991231235959_add_songs', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)`

test('creates database and secrets at the first start, and reports misspelled and incomplete settings [CFG-02, CFG-04]', async () => {
  const dataDir = temporaryDirectory()
  const own = await startOwnServer(dataDir, { MAIL_SERVR: 'x', AUTH_GITHUB_ID: 'x' })
  expect(own.output()).toContain('Settings: MAIL_SERVR is not a setting: did you mean MAIL_SERVER?\n')
  expect(own.output()).toContain('Settings: AUTH_GITHUB_SECRET must be set too')
  expect(await own.stop()).toBe(0)
  expect(existsSync(join(dataDir, 'roost.db'))).toBe(true)
  expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600)
})

test('applies no migrations with AUTO_MIGRATE=0 and suggests the command', async () => {
  const DATA_DIR = temporaryDirectory()
  const { code, errors } = await runFailingScript(start, { DATA_DIR, AUTO_MIGRATE: '0' })
  expect([code, errors]).toEqual([1, expect.stringMatching(oneLine('npm run db -- upgrade'))])
  expect(existsSync(join(DATA_DIR, 'roost.db'))).toBe(false)
})

test('suggests the migration command once when the server is started directly [MIG-11]', async () => {
  for (const WEB_CONCURRENCY of ['1', '2']) {
    const { code, errors } = await runFailingScript(server, {
      DATA_DIR: temporaryDirectory(),
      WEB_CONCURRENCY,
    })
    expect([code, errors]).toEqual([1, expect.stringMatching(oneLine('npm run db -- upgrade'))])
  }
})

test('rejects a newer database and one without a migration history', async () => {
  const dataDir = temporaryDirectory()
  await (await startOwnServer(dataDir)).stop()
  onDatabase(dataDir, addUnknownMigration)
  for (const script of [start, server]) {
    const { code, errors } = await runFailingScript(script, { DATA_DIR: dataDir })
    expect([code, errors]).toEqual([1, expect.stringMatching(oneLine('20991231235959_add_songs'))])
  }
  onDatabase(dataDir, 'DROP TABLE _prisma_migrations')
  for (const script of [start, server]) {
    const { code, errors } = await runFailingScript(script, { DATA_DIR: dataDir })
    expect([code, errors]).toEqual([1, expect.stringMatching(oneLine('npm run db -- stamp'))])
  }
})

test('migrates PostgreSQL in production only with AUTO_MIGRATE', async () => {
  const postgresql = await startPostgresql()
  try {
    const admin = new pg.Client({ connectionString: postgresql.url })
    await admin.connect()
    await admin.query('CREATE DATABASE roost_start')
    await admin.end()
    const DATABASE_URL = postgresql.url
      .replace('postgresql://', 'postgres://')
      .replace(/\/[^/]*$/, '/roost_start')
    const production = { DATABASE_URL, NODE_ENV: 'production' }
    const { code, errors } = await runFailingScript(start, { DATA_DIR: temporaryDirectory(), ...production })
    expect([code, errors]).toEqual([1, expect.stringMatching(oneLine('npm run db -- upgrade'))])
    const own = await startOwnServer(temporaryDirectory(), { ...production, AUTO_MIGRATE: '1' })
    // The line is written after the server has begun to listen.
    await expect.poll(own.output).toContain('(PostgreSQL)')
    expect(await own.stop()).toBe(0)
  } finally {
    await postgresql.stop()
  }
})

for (const [name, env, reason] of [
  ['CFG-05', { DATABASE_URL: 'postgresql://ann:s3cret@localhost' }, 'DATABASE_URL names no database'],
  ['CFG-05', { DATABASE_URL: 'mysql://ann:s3cret@localhost/roost' }, 'DATABASE_URL must start with'],
  ['CFG-07', { POSTS_PER_PAGE: 'many' }, 'POSTS_PER_PAGE must be a whole number from 1 to 100'],
  ['CFG-07', { PORT: '70000' }, 'PORT is "70000"'],
  ['CFG-04', { VERCEL: '1' }, 'Vercel keeps no files, so AUTH_SECRET'],
] as const) {
  test(`aborts the start with a one-line error for ${Object.keys(env)} set to ${Object.values(env)} [${name}]`, async () => {
    const { code, errors } = await runFailingScript(start, { DATA_DIR: temporaryDirectory(), ...env })
    expect([code, errors]).toEqual([1, expect.stringMatching(oneLine(reason))])
    expect(errors).not.toContain('s3cret')
  })
}
