import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/database'
import { engineOf, sqliteFile } from './address'
import { createMigration, migrationStatus, upgradeDatabase } from './migrations'

const { engine } = inject('template')
const prisma = join(import.meta.dirname, '../../prisma')
const names = (await readdir(join(prisma, 'migrations', engine), { withFileTypes: true }))
  .flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
  .sort()

let database: TestDatabase

beforeEach(async () => {
  database = await createTestDatabase(inject('template'), { empty: true })
})

afterEach(() => database.drop())

/** Runs plain SQL, past Prisma; returns the rows of the last statement. */
async function run(sql: string): Promise<Record<string, unknown>[]> {
  if (engine === 'sqlite') {
    const connection = new Database(sqliteFile(database.url))
    try {
      connection.pragma('foreign_keys = ON')
      if (/^\s*SELECT/.test(sql)) return connection.prepare<[], Record<string, unknown>>(sql).all()
      connection.exec(sql)
      return []
    } finally {
      connection.close()
    }
  }
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    return (await client.query(sql)).rows ?? []
  } finally {
    await client.end()
  }
}

async function tables() {
  const source =
    engine === 'sqlite'
      ? `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'`
      : `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`
  return (await run(source)).map((row) => String(row.name)).sort()
}

test('upgrading an empty database makes the tables, upgrading again does nothing', async () => {
  expect(await upgradeDatabase(database.url)).toEqual(names)
  expect(await tables()).toContain('users')
  expect(await upgradeDatabase(database.url)).toEqual([])
})

test('two upgrades at once apply each migration once', async () => {
  const both = await Promise.all([upgradeDatabase(database.url), upgradeDatabase(database.url)])
  expect(both.flat()).toEqual(names)
})

test('status tells what is applied and what is pending', async () => {
  expect(await migrationStatus(database.url)).toEqual({ engine, applied: [], pending: names, problems: [] })
  await upgradeDatabase(database.url)
  expect(await migrationStatus(database.url)).toEqual({ engine, applied: names, pending: [], problems: [] })
})

test('down.sql, last migration first, leaves an empty database', async () => {
  await upgradeDatabase(database.url)
  for (const name of names.toReversed()) {
    await run(await readFile(join(prisma, 'migrations', engine, name, 'down.sql'), 'utf8'))
  }
  expect(await tables()).toEqual(['_prisma_migrations'])
})

test('an address of another kind is refused', () => {
  expect(() => engineOf('mysql://localhost/roost')).toThrow('DATABASE_URL must start with')
})

describe('a new migration', () => {
  let copy: string

  beforeEach(async () => {
    copy = await mkdtemp(join(tmpdir(), 'roost-prisma-'))
    await cp(prisma, copy, { recursive: true })
  })

  afterEach(() => rm(copy, { recursive: true, force: true }))

  test('is refused when the schema has not changed or the name is odd', async () => {
    await expect(createMigration('nothing', copy)).rejects.toThrow('has not changed')
    await expect(createMigration('Add-likes', copy)).rejects.toThrow('lower-case')
  })

  test('goes up and down', async () => {
    const schema = await readFile(join(copy, 'schema.prisma'), 'utf8')
    await writeFile(
      join(copy, 'schema.prisma'),
      `${schema}\nmodel Nest {\n  id Int @id\n  @@map("nests")\n}\n`,
    )
    const name = await createMigration('nests', copy)
    expect((await upgradeDatabase(database.url, copy)).at(-1)).toBe(name)
    expect(await tables()).toContain('nests')
    await run(await readFile(join(copy, 'migrations', engine, name, 'down.sql'), 'utf8'))
    expect(await tables()).not.toContain('nests')
  })

  test('that fails is reported by the next status', async () => {
    const name = '99990101000000_broken'
    await cp(join(copy, 'migrations', engine, names[0] as string), join(copy, 'migrations', engine, name), {
      recursive: true,
    })
    await writeFile(
      join(copy, 'migrations', engine, name, 'migration.sql'),
      'CREATE TABLE "users" ("id" INTEGER);',
    )
    await expect(upgradeDatabase(database.url, copy)).rejects.toThrow(/already exists/)
    expect((await migrationStatus(database.url, copy)).problems).toEqual([expect.stringContaining(name)])
  })
})

describe('the database refuses', () => {
  const user = (values: Record<string, string | number> = {}) => insert('users', { ...validUser, ...values })
  const validUser = { username: 'Ann', username_key: 'ann', email: 'a@b.example', email_key: 'a@b.example' }

  const insert = (table: string, values: Record<string, string | number>) =>
    run(
      `INSERT INTO ${table} (${Object.keys(values)}) VALUES (${Object.values(values).map((value) =>
        typeof value === 'number' ? value : `'${value}'`,
      )})`,
    )

  beforeEach(async () => {
    await upgradeDatabase(database.url)
  })

  test.each([
    ['a short username', 'users_username_length', { username: 'a', username_key: 'a' }],
    ['a long username', 'users_username_length', { username: 'a'.repeat(31), username_key: 'a'.repeat(31) }],
    ['a username with a dot', 'users_username_alphabet', { username: 'a.b', username_key: 'a.b' }],
    ['a username with a newline', 'users_username_alphabet', { username: 'ab\n', username_key: 'ab\n' }],
    ['a username beyond ASCII', 'users_username_alphabet', { username: 'añb', username_key: 'añb' }],
    ['a key in upper case', 'users_username_key_lower', { username_key: 'Ann' }],
    ['a long display name', 'users_display_name_length', { display_name: 'x'.repeat(51) }],
    ['a short email', 'users_email_length', { email: 'a@' }],
    ['a long email', 'users_email_length', { email: 'x'.repeat(121) }],
    ['a long self-description', 'users_about_me_length', { about_me: 'x'.repeat(161) }],
    ['an unknown role', 'users_role_known', { role: 'owner' }],
    ['a counter below zero', 'users_counters', { post_count: -1 }],
  ])('%s', async (_, constraint, values) => {
    await expect(user(values)).rejects.toThrow(constraint)
  })

  test('following oneself, empty and endless posts and tags', async () => {
    await user({ id: 1, about_me: '🐦'.repeat(160) })
    await expect(insert('follows', { follower_id: 1, followed_id: 1 })).rejects.toThrow('follows_not_oneself')
    await expect(insert('posts', { author_id: 1, body: '' })).rejects.toThrow('posts_body_length')
    await expect(insert('posts', { author_id: 1, body: 'x'.repeat(10_001) })).rejects.toThrow(
      'posts_body_length',
    )
    await insert('posts', { id: 1, author_id: 1, body: '🐦'.repeat(10_000) })
    const created_at = '2026-01-01 00:00:00'
    await expect(insert('post_tags', { tag: '', post_id: 1, created_at })).rejects.toThrow(
      'post_tags_tag_length',
    )
  })
})
