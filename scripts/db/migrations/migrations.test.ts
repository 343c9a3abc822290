import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { withConnection } from '../../../lib/db/connection'
import { listTables } from '../../../lib/db/migration-history'
import { emptyDatabase, engine } from '../../../lib/testing/empty-database'
import { insertPlainRows } from '../../../lib/testing/plain-rows'
import { createSchemaProject, type SchemaProject, withNest } from '../../../lib/testing/schema-project'
import { downgradeDatabase } from './downgrade'
import { checkDatabase } from './drift'
import { introspect, type Table } from './introspection/introspect'
import { migrationStatus } from './status'
import { upgradeDatabase } from './upgrade'

const prisma = join(import.meta.dirname, '../../../prisma')
const namesOf = async (which: string) =>
  (await readdir(join(prisma, 'migrations', which))).filter((name) => /^\d{14}_/.test(name)).sort()
const names = await namesOf(engine)
const last = names.at(-1) as string

const database = emptyDatabase()

const schema = () => withConnection(database.url, introspect)

test('names migrations by time and description, identically for both engines [MIG-01]', async () => {
  expect(await namesOf('sqlite')).toEqual(await namesOf('postgresql'))
  for (const name of names) expect(name).toMatch(/^\d{14}_[a-z][a-z0-9_]*$/)
})

test('upgrade applies all committed migrations to an empty database and is idempotent [MIG-02, MIG-04]', async () => {
  expect(await upgradeDatabase(database.url)).toEqual(names)
  expect(await checkDatabase(database.url)).toEqual([])
  const before = await database.query('SELECT * FROM _prisma_migrations')
  expect(await upgradeDatabase(database.url)).toEqual([])
  expect(await database.query('SELECT * FROM _prisma_migrations')).toEqual(before)
})

test('concurrent upgrades apply each migration once', async () => {
  const both = await Promise.all([upgradeDatabase(database.url), upgradeDatabase(database.url)])
  expect(both.flat().sort()).toEqual(names)
})

test('lists applied and pending migrations in the status', async () => {
  const fresh = { engine, applied: [], pending: names, unknown: [], edited: [], problems: [] }
  expect(await migrationStatus(database.url)).toEqual({
    ...fresh,
    state: engine === 'sqlite' ? 'missing' : 'empty',
  })
  await upgradeDatabase(database.url)
  expect(await migrationStatus(database.url)).toEqual({
    ...fresh,
    state: 'managed',
    applied: names,
    pending: [],
  })
})

test('keeps rows and schema through upgrade, downgrade and upgrade [MIG-06]', async () => {
  const project = await createSchemaProject()
  try {
    await project.change(withNest)
    const added = await project.migrate('nests')
    const { directory } = project
    await upgradeDatabase(database.url, { directory })
    await withConnection(database.url, insertPlainRows)
    await database.execute(`INSERT INTO nests (id, owner_id) VALUES (1, 1); UPDATE posts SET mood = 'glad'`)
    const [full, users] = [await schema(), await database.query('SELECT * FROM users ORDER BY id')]

    expect(await downgradeDatabase(database.url, { directory })).toEqual([added])
    expect(await migrationStatus(database.url, { directory })).toMatchObject({
      applied: names,
      pending: [added],
    })
    expect(await checkDatabase(database.url)).toEqual([])
    expect(await database.query('SELECT * FROM users ORDER BY id')).toEqual(users)

    expect(await upgradeDatabase(database.url, { directory })).toEqual([added])
    expect(JSON.stringify(await schema())).toBe(JSON.stringify(full))
    expect(await database.query('SELECT * FROM users ORDER BY id')).toEqual(users)
    expect(await database.query('SELECT mood FROM posts GROUP BY mood')).toEqual([{ mood: null }])
  } finally {
    await project.remove()
  }
})

test('keeps rows, constraints and foreign keys of a table when one of its columns is dropped [MIG-09]', async () => {
  const project = await createSchemaProject()
  const { directory } = project
  await database.fill()
  const before = (await schema()).posts as Table
  await project.change((text) => text.replace(/\n +editedAt .*/, ''))
  await project.migrate('no_edits')
  await upgradeDatabase(database.url, { directory })

  const { edited_at, ...columns } = before.columns
  expect(edited_at).toBeDefined()
  expect((await schema()).posts).toEqual({ ...before, columns })
  expect(await database.query('SELECT id, author_id, body FROM posts ORDER BY id')).toMatchObject([
    { id: 1, author_id: 1, body: 'Hello' },
    { id: 2, author_id: 1, body: `It's "quoted", and 漢字` },
    { id: 3, author_id: 2, body: 'Hello, @Susan #birds' },
  ])
  await expect(database.execute("INSERT INTO posts (author_id, body) VALUES (99, 'lost')")).rejects.toThrow(
    /foreign key/i,
  )
  await database.execute('DELETE FROM users WHERE id = 1')
  expect(await database.query('SELECT id FROM posts')).toEqual([{ id: 3 }])
  await project.remove()
})

test('leaves an empty database after all down migrations, and restores the schema on upgrade', async () => {
  await upgradeDatabase(database.url)
  const before = await schema()
  expect(await downgradeDatabase(database.url, { to: 'base' })).toEqual(names.toReversed())
  expect(await withConnection(database.url, listTables)).toEqual(['_prisma_migrations'])
  await upgradeDatabase(database.url)
  expect(await schema()).toEqual(before)
})

describe('a migration', () => {
  let project: SchemaProject
  const file = (name: string, kind = 'migration.sql') =>
    join(project.directory, 'migrations', engine, name, kind)

  beforeEach(async () => {
    project = await createSchemaProject()
    await project.change(withNest)
  })

  afterEach(() => project.remove())

  test('that fails is rolled back, explained by the status, and applied once it is fixed', async () => {
    const { directory } = project
    const name = await project.migrate('nests')
    const good = await readFile(file(name), 'utf8')
    await writeFile(file(name), `${good}\nCREATE TABLE "users" ("id" INTEGER);`)
    await expect(upgradeDatabase(database.url, { directory })).rejects.toThrow(
      `${name} failed and was rolled back`,
    )
    const { problems, pending, applied } = await migrationStatus(database.url, { directory })
    expect({ problems, pending, applied }).toEqual({
      problems: [
        expect.stringMatching(new RegExp(`^${name} failed and was rolled back: fix it .*already exists`)),
      ],
      pending: [name],
      applied: names,
    })
    expect(await withConnection(database.url, listTables)).not.toContain('nests')

    await writeFile(file(name), good)
    expect(await upgradeDatabase(database.url, { directory })).toEqual([name])
    expect((await migrationStatus(database.url, { directory })).problems).toEqual([])
  })

  test('that failed under another tool blocks upgrades until it is resolved manually', async () => {
    await upgradeDatabase(database.url)
    await database.execute(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, logs) VALUES ('1', 'x', '${await project.migrate('nests')}', 'no such column')`,
    )
    const { directory } = project
    await expect(upgradeDatabase(database.url, { directory })).rejects.toThrow('may be half applied')
    await database.execute('DELETE FROM _prisma_migrations WHERE finished_at IS NULL')
    expect(await upgradeDatabase(database.url, { directory })).toHaveLength(1)
  })

  test('that was edited after it had been applied is reported', async () => {
    const { directory } = project
    const name = await project.migrate('nests')
    await upgradeDatabase(database.url, { directory })
    await writeFile(file(name), `${await readFile(file(name), 'utf8')}\n-- an edit`)
    expect(await checkDatabase(database.url, { directory })).toEqual([
      expect.stringContaining(`${name} was edited`),
    ])
  })

  test('that this code does not know is reported as a newer database', async () => {
    const name = await project.migrate('nests')
    await upgradeDatabase(database.url, { directory: project.directory })
    expect(await migrationStatus(database.url)).toMatchObject({
      unknown: [name],
      problems: [expect.stringContaining('older than the database')],
    })
    await expect(upgradeDatabase(database.url)).rejects.toThrow('older than the database')
    await expect(downgradeDatabase(database.url)).rejects.toThrow('older than the database')
  })

  test('without a down.sql cannot be undone and stays applied', async () => {
    const { directory } = project
    const name = await project.migrate('nests')
    await upgradeDatabase(database.url, { directory })
    await rm(file(name, 'down.sql'))
    await expect(downgradeDatabase(database.url, { directory })).rejects.toThrow(`${name} cannot be undone`)
    expect((await migrationStatus(database.url, { directory })).applied).toContain(name)
  })

  test('given by name is the target of an upgrade or a downgrade', async () => {
    const { directory } = project
    const first = await project.migrate('nests')
    await project.change((text) => text.replace('  mood String?\n', ''))
    const second = await project.migrate('no_mood')
    expect(await upgradeDatabase(database.url, { directory, to: 'nests' })).toEqual([...names, first])
    expect(await upgradeDatabase(database.url, { directory })).toEqual([second])
    expect(await downgradeDatabase(database.url, { directory, to: last })).toEqual([second, first])
    await expect(upgradeDatabase(database.url, { directory, to: 'nowhere' })).rejects.toThrow(
      'no migration "nowhere"',
    )
  })
})
