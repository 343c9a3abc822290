import { existsSync } from 'node:fs'
import { beforeEach, describe, expect, inject, test } from 'vitest'
import { withConnection } from '../../../lib/db/connection'
import { explainDatabaseError } from '../../../lib/db/explain-error'
import { engineOf } from '../../../lib/env/database-location'
import { createTestDatabase, type TestDatabase } from '../../../lib/testing/database'
import { contentsOf, fillWithManyRows } from '../../../lib/testing/many-rows'
import { canMount, smallDisk } from '../../../lib/testing/small-disk'
import { upgradeDatabase } from '../migrations/upgrade'
import { transferDatabase, transferSql } from './transfer'

const { engine } = inject('template')

/** An empty database on the engine under test, and a filled SQLite file beside it. */
let database: TestDatabase
let filled: string

beforeEach(async () => {
  database = await createTestDatabase(inject('template'), { empty: true })
  filled = `file:${database.directory}/filled.db`
  await upgradeDatabase(filled)
  await run(
    filled,
    `INSERT INTO users (id, username, username_key, email, email_key) VALUES (5, 'ann', 'ann', 'a@b', 'a@b')`,
  )
  return database.drop
})

const run = (url: string, script: string) => withConnection(url, (connection) => connection.execute(script))

/** The error message that the user sees. */
const errorOf = (transfer: Promise<unknown>) =>
  transfer.then(
    () => 'no error',
    (error) => explainDatabaseError(error),
  )

const rowsIn = async (url: string) => Object.values((await contentsOf(url)).tables).flat().length

describe('a transfer is rejected without writing', () => {
  test('from and to the same database under different names', async () => {
    const dotted = filled.replace('/filled', '/./filled')
    expect(await errorOf(transferDatabase(filled, dotted))).toMatch(
      /^--from and --to are the same database, .+: name two\.$/,
    )
    await upgradeDatabase(database.url)
    const again = `${database.url}${engine === 'sqlite' ? '' : '?application_name=x'}`
    expect(await errorOf(transferDatabase(database.url, again))).toContain('the same database')
  })

  test('to a database with rows', async () => {
    await upgradeDatabase(database.url)
    await transferDatabase(filled, database.url)
    const before = await contentsOf(database.url)
    expect(await errorOf(transferDatabase(filled, database.url))).toMatch(
      /^The target is not empty \(users has 1 rows\): name an empty database, or empty it with npm run db -- reset\.$/,
    )
    expect(await contentsOf(database.url)).toEqual(before)
  })

  test('from a missing file, which is not created', async () => {
    const missing = `file:${database.directory}/missing.db`
    expect(await errorOf(transferDatabase(missing, database.url))).toMatch(
      /^The source does not exist: there is no file .+\.$/,
    )
    expect(existsSync(`${database.directory}/missing.db`)).toBe(false)
  })

  test('from a database that lacks migrations, with the command to run', async () => {
    const other = `file:${database.directory}/other.db`
    await withConnection(other, async () => {}, { create: true })
    expect(await errorOf(transferDatabase(other, database.url))).toMatch(
      /lacks \d+ migrations .* npm run db -- upgrade/,
    )
  })

  test('from a database without a migration history', async () => {
    await run(filled, 'DROP TABLE _prisma_migrations')
    expect(await errorOf(transferDatabase(filled, database.url))).toContain('npm run db -- stamp')
  })

  test('between databases with different columns', async () => {
    await run(filled, 'ALTER TABLE users ADD COLUMN extra TEXT')
    expect(await errorOf(transferDatabase(filled, database.url))).toBe(
      'Only one of the two databases has the column users.extra: npm run db -- check tells why.',
    )
    expect(await rowsIn(database.url)).toBe(0)
  })

  test('with the URL of an unknown engine or of an unreachable server', async () => {
    expect(await errorOf(transferDatabase('mysql://x', database.url))).toMatch(
      /must start with file: or postgresql:/,
    )
    expect(await errorOf(transferDatabase(filled, 'postgresql://a:secret@127.0.0.1:1/x'))).toMatch(
      /^The database server does not answer: [^\n]*$/,
    )
    expect(await errorOf(transferDatabase(filled, 'postgresql://a:secret@127.0.0.1:1/x'))).not.toContain(
      'secret',
    )
  })

  if (engine === 'postgresql') {
    test('with an invalid time', async () => {
      await run(filled, `UPDATE users SET created_at = 'yesterday'`)
      expect(await errorOf(transferDatabase(filled, database.url))).toBe(
        'users, id 5: created_at contains "yesterday", which is not a time.',
      )
      expect(await rowsIn(database.url)).toBe(0)
    })

    test('with a NUL character, naming table, row and column', async () => {
      await run(filled, `UPDATE users SET about_me = 'nul' || char(0) || 'inside'`)
      expect(await errorOf(transferDatabase(filled, database.url))).toBe(
        'users, id 5: about_me contains a NUL character, which PostgreSQL cannot store: remove it and run the command again.',
      )
      expect(await rowsIn(database.url)).toBe(0)
    })

    test('to a read-only database', async () => {
      await upgradeDatabase(database.url)
      const name = new URL(database.url).pathname.slice(1)
      await run(database.url, `ALTER DATABASE ${name} SET default_transaction_read_only = on`)
      expect(await errorOf(transferDatabase(filled, database.url))).toMatch(/^[^\n]*read-only[^\n]*$/)
    })
  }

  if (canMount)
    test('to a disk that is full or read-only', async () => {
      await run(filled, 'DELETE FROM users')
      await fillWithManyRows(filled)
      const disk = smallDisk(600)
      const target = `file:${disk.path}/roost.db`
      expect(await errorOf(transferDatabase(filled, target))).toMatch(/^The disk is full: [^\n]+$/)
      expect(await rowsIn(target)).toBe(0)
      disk.makeReadOnly()
      expect(await errorOf(transferDatabase(filled, target))).toMatch(
        /^The (database|file) cannot be [^\n]+$/,
      )
    })
})

test('--sql prints the statements of a transfer and runs nothing', async () => {
  await expect(transferSql(filled, database.url)).rejects.toThrow(/^The target (does not exist|lacks)/)
  await upgradeDatabase(database.url)
  const script = await transferSql(filled, database.url)
  expect(script).toContain('FROM "posts" t ORDER BY t."id" LIMIT 1000;')
  expect(script).toContain('INSERT INTO "posts" ("id", "author_id", "body", ')
  expect(script.indexOf('"users"')).toBeLessThan(script.indexOf('"posts"'))
  expect(engineOf(database.url) === 'postgresql').toBe(script.includes('unnest($1::integer[]'))
  expect(await rowsIn(database.url)).toBe(0)
})
