import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { databaseName } from '../../lib/env/database-location'
import { dbCommand } from '../../lib/testing/db-command'
import { emptyDatabase, engine } from '../../lib/testing/empty-database'
import { canMount, smallDisk } from '../../lib/testing/small-disk'

const names = (await import('./migrations/files')).readMigrations(engine)
const last = (await names).at(-1)?.name as string

const database = emptyDatabase()

const { run } = dbCommand(database)

describe('invalid input prints a one-line error and exits with 1:', () => {
  test.each([
    ['frobnicate', {}, /^There is no command "frobnicate": npm run db -- --help lists them\.$/],
    ['upgrade --fast', {}, /^Unknown option '--fast'; try: npm run db -- upgrade --help$/],
    ['upgrade now', {}, /^Usage: npm run db -- upgrade/],
    ['stamp', {}, /^Usage: npm run db -- stamp <NAME\|head\|base>/],
    ['stamp nowhere', {}, /no migration "nowhere": npm run db -- history lists them/],
    ['downgrade -n none', {}, /^-n none: give the number of migrations to undo/],
    ['migrate Add-Likes', {}, /is not a valid name for a migration/],
    ['migrate likes', {}, /^prisma\/schema\.prisma has not changed since the last migration/],
    ['migrate likes --rename posts', {}, /^--rename posts: write TABLE:NEW or TABLE\.COLUMN:NEW/],
    ['status', { DATABASE_URL: 'mysql://localhost/roost' }, /DATABASE_URL .*postgresql:\/\//],
    [
      'status',
      { DATABASE_URL: 'postgresql://roost:hidden@127.0.0.1:1/roost' },
      /^The database server does not answer: start it/,
    ],
    ['upgrade', { DATABASE_URL: 'file:/dev/null/nowhere/roost.db' }, /^The file cannot be opened: /],
  ])('db %s %j', async (command, settings, line) => {
    const { code, out, err } = await run(command, settings as Record<string, string>)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err.trim()).toMatch(line)
    expect(err.trim()).not.toContain('\n')
    expect(err).not.toContain('hidden')
  })

  test('a file that is not a database', async () => {
    const file = join(database.directory, 'text.db')
    await writeFile(file, 'This text is not a database at all.'.repeat(40))
    const { code, err } = await run('upgrade', { DATABASE_URL: `file:${file}` })
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringMatching(/^The file is not a SQLite database: .*\n$/),
    })
  })
})

test('migrate still compares schemas while the server is unreachable', async () => {
  const { code, err } = await run('migrate likes', { DATABASE_URL: 'postgresql://roost@127.0.0.1:1/roost' })
  expect({ code, err }).toEqual({
    code: 1,
    err: expect.stringMatching(
      /^Cannot tell whether the last migration is applied: .*\nprisma\/schema\.prisma has not changed/,
    ),
  })
})

if (engine === 'postgresql') {
  test('create creates a missing database, and the error of upgrade suggests it [MIG-05]', async () => {
    await database.drop()
    const { code, err } = await run('upgrade')
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringMatching(/^The server has no such database: npm run db -- create/),
    })
    expect((await run('create --sql')).out).toBe(`CREATE DATABASE "${databaseName(database.url)}";\n`)
    expect((await run('create')).out).toMatch(/^Created the PostgreSQL database/)
    expect((await run('create')).out).toMatch(/already exists/)
    expect((await run('upgrade')).code).toBe(0)
  })
} else {
  test('upgrade creates the file and its directory [MIG-05]', async () => {
    const url = `file:${database.directory}/deep/down/roost.db`
    expect((await run('upgrade', { DATABASE_URL: url })).code).toBe(0)
    expect((await run('check', { DATABASE_URL: url })).code).toBe(0)
  })
}

if (engine === 'sqlite' && canMount) {
  test('upgrade reports a full or read-only disk in one line and applies no migration partially', async () => {
    const settings = { DATABASE_URL: `file:${smallDisk(64).path}/roost.db` }
    const full = await run('upgrade', settings)
    expect(full).toMatchObject({
      code: 1,
      err: expect.stringMatching(/disk is full: free some space[^\n]*\n$/),
    })
    expect((await run('status', settings)).out).toContain(`pending  ${last}`)

    const disk = smallDisk(4000)
    const there = { DATABASE_URL: `file:${disk.path}/roost.db` }
    expect((await run('create', there)).code).toBe(0)
    disk.makeReadOnly()
    const refused = await run('upgrade', there)
    expect(refused).toMatchObject({
      code: 1,
      err: expect.stringMatching(
        /^The (database|file) cannot be (written|opened): give this user (?:write )?permission[^\n]*\n$/,
      ),
    })
  })
}
