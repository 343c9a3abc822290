import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { withConnection } from '../../lib/db/connection'
import { listTables } from '../../lib/db/migration-history'
import { databaseName } from '../../lib/env/database-location'
import { dbCommand } from '../../lib/testing/db-command'
import { emptyDatabase, engine } from '../../lib/testing/empty-database'
import { runScript } from '../../lib/testing/run-script'
import { downgradeDatabase } from './migrations/downgrade'
import { readMigrations } from './migrations/files'
import { upgradeDatabase } from './migrations/upgrade'

const names = (await readMigrations(engine)).map(({ name }) => name)
const last = names.at(-1) as string

const database = emptyDatabase()

const { run, json } = dbCommand(database)
const tables = () => withConnection(database.url, listTables)

describe('npm run db', () => {
  test('creates the schema on a new machine, from any directory, without a server [CLI-02, MIG-10]', async () => {
    const settings = {
      ...(engine === 'postgresql' && { DATABASE_URL: database.url }),
      DATA_DIR: join(database.directory, 'new'),
    }
    const result = await runScript('scripts/db/main.ts', ['upgrade'], settings)
    expect(result).toMatchObject({ code: 0, out: expect.stringContaining(`Applied ${last}.`), err: '' })
  })

  test('has every command of Flask-Migrate, with help and JSON [CLI-03, CLI-04, MIG-12]', async () => {
    const { out } = await run('--help')
    for (const command of ['migrate', 'upgrade', 'downgrade', 'stamp', 'status', 'history', 'check']) {
      expect(out).toMatch(new RegExp(`^  ${command} `, 'm'))
    }
    await upgradeDatabase(database.url)
    expect((await run('stamp --help')).out).toContain('npm run db -- stamp <NAME|head|base>')
    expect((await run('current')).out).toContain(`applied  ${last}`)
    expect(await json('status')).toMatchObject({ engine, state: 'managed', pending: [], problems: [] })
    expect(await json('history')).toEqual({
      migrations: expect.arrayContaining([
        { name: last, appliedAt: expect.stringMatching(/^20/), canBeUndone: true },
      ]),
    })
    expect(await json('check')).toEqual({ ok: true, problems: [] })
  })

  test('prints the SQL with --sql and runs nothing', async () => {
    const sql = await json('upgrade --sql')
    expect(sql.sql).toMatch(
      /CREATE TABLE IF NOT EXISTS "_prisma_migrations"[\s\S]*BEGIN;[\s\S]*CREATE TABLE "users"[\s\S]*COMMIT;/,
    )
    // Ids and times differ between two runs.
    const withoutIds = (text: string) => text.replace(/'[\w-]{36}'|'[\d-]+T[^']*'/g, '…').trim()
    expect(withoutIds((await run('upgrade --sql --from base')).out)).toBe(withoutIds(sql.sql))
    await withConnection(database.url, async (connection) => connection.execute(sql.sql), { create: true })
    expect(await json('check')).toEqual({ ok: true, problems: [] })
    expect((await run('upgrade --sql')).out).toBe('-- nothing to do\n')
    expect((await run(`downgrade -n ${names.length} --sql`)).out).toMatch(
      /DROP TABLE "users"[\s\S]*DELETE FROM "_prisma_migrations"/,
    )
    expect((await run('stamp base --sql')).out).toContain('DELETE FROM "_prisma_migrations"')
    expect((await run('reset --sql')).out).toMatch(/DROP TABLE[\s\S]*CREATE TABLE "users"/)
    expect((await run('status --sql')).out).toContain('FROM _prisma_migrations')
    expect(await json('check')).toEqual({ ok: true, problems: [] })
  })

  test('prints errors as JSON with --json', async () => {
    const { code, out, err } = await run('upgrade --to nowhere --json')
    expect({ code, err, printed: JSON.parse(out) }).toEqual({
      code: 1,
      err: '',
      printed: { error: 'There is no migration "nowhere": npm run db -- history lists them.' },
    })
  })

  test('hides the password in url', async () => {
    const { out } = await run('url', {
      DATABASE_URL: 'postgresql://ann:secret@db.example:5433/roost?sslmode=require',
    })
    expect(out).toBe('postgresql://ann:***@db.example:5433/roost\nPostgreSQL, from DATABASE_URL.\n')
  })
})

describe('a new migration', () => {
  test('is rejected while others are pending, with the command to run [MIG-08]', async () => {
    await upgradeDatabase(database.url)
    await downgradeDatabase(database.url)
    const { code, err } = await run('migrate likes')
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringContaining(`${last} is not applied yet: run npm run db -- upgrade first.`),
    })
  })
})

describe('a destructive command', () => {
  test('lists what would be lost and requires --yes (downgrade)', async () => {
    await database.fill()
    const refused = await run(`downgrade -n ${names.length}`)
    expect(refused).toMatchObject({
      code: 1,
      err: expect.stringContaining('The table posts is dropped with all its rows.'),
    })
    expect(refused.err).toContain('confirm with --yes')
    expect(await tables()).toContain('posts')
    const undone = names.toReversed().map((name) => `Undid ${name}.\n`)
    expect(await run(`downgrade -n ${names.length} --yes`)).toMatchObject({ code: 0, out: undone.join('') })
    expect(await tables()).not.toContain('posts')
    expect((await run('downgrade')).out).toBe('There is nothing to undo.\n')
  })

  test('requires the name of a database that has rows (reset)', async () => {
    await database.fill()
    const name = databaseName(database.url)
    for (const command of ['reset', 'reset --yes', 'reset --yes --name other']) {
      expect((await run(command)).code).toBe(1)
    }
    expect(
      await withConnection(database.url, (connection) => connection.rows('SELECT id FROM posts')),
    ).toHaveLength(3)
    expect(await run(`reset --yes --name ${name}`)).toMatchObject({ code: 0, err: '' })
    expect(
      await withConnection(database.url, (connection) => connection.rows('SELECT id FROM posts')),
    ).toEqual([])
    expect(await json('check')).toEqual({ ok: true, problems: [] })
    expect((await run('reset')).code).toBe(0)
  })
})

test('check reports differences and exits with 1 [MIG-12]', async () => {
  await upgradeDatabase(database.url)
  await withConnection(database.url, (connection) =>
    connection.execute('ALTER TABLE posts ADD COLUMN mood TEXT'),
  )
  const { code, out } = await run('check')
  expect({ code, out }).toEqual({
    code: 1,
    out: expect.stringContaining('the column posts.mood is in no migration'),
  })
  await downgradeDatabase(database.url)
  expect(await run('check')).toMatchObject({
    code: 1,
    out: expect.stringContaining(`${last} is pending: npm run db -- upgrade.`),
  })
})

describe('a server start', () => {
  const atStart = (settings: Record<string, string>) => run('upgrade --at-start', settings)

  test('upgrades its database unless AUTO_MIGRATE disables it', async () => {
    const byHand = expect.stringMatching(/run npm run db -- upgrade, then start again/)
    expect(await atStart({ AUTO_MIGRATE: '0' })).toMatchObject({ code: 1, err: byHand })
    const production = { NODE_ENV: 'production', AUTH_SECRET: 'f6kQ0s8Yv2Lw9Zr4Xc7Bn1Mj5Hg3Td' + 'Pa' }
    if (engine === 'postgresql') expect(await atStart(production)).toMatchObject({ code: 1, err: byHand })
    expect(await atStart({ ...production, AUTO_MIGRATE: '1' })).toMatchObject({
      code: 0,
      out: expect.stringContaining(last),
    })
    expect(await atStart({ AUTO_MIGRATE: '0' })).toMatchObject({ code: 0, out: '' })
  })

  test('rejects a database without a migration history and a newer one [MIG-07, MIG-11]', async () => {
    await upgradeDatabase(database.url)
    await withConnection(database.url, (connection) =>
      connection.execute(
        `UPDATE _prisma_migrations SET migration_name = '29990101000000_later' WHERE migration_name = '${last}'`,
      ),
    )
    expect(await atStart({})).toMatchObject({
      code: 1,
      err: expect.stringContaining('this code is older than the database'),
    })
    await withConnection(database.url, (connection) => connection.execute('DROP TABLE _prisma_migrations'))
    const { code, err } = await atStart({})
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringMatching(/^[^\n]*npm run db -- stamp head[^\n]*\n$/),
    })
    expect((await run('stamp head')).code).toBe(0)
    expect(await atStart({})).toMatchObject({ code: 0 })
  })
})
