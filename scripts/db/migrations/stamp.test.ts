import { beforeEach, describe, expect, test } from 'vitest'
import { emptyDatabase, engine } from '../../../lib/testing/empty-database'
import { createSchemaProject, withNest } from '../../../lib/testing/schema-project'
import { checkDatabase } from './drift'
import { readMigrations } from './files'
import { stampDatabase } from './stamp'
import { migrationStatus } from './status'
import { upgradeDatabase } from './upgrade'

const names = (await readMigrations(engine)).map(({ name }) => name)
const last = names.at(-1) as string

const database = emptyDatabase()

describe('a database without a migration history', () => {
  beforeEach(async () => {
    await database.fill()
    await database.execute('DROP TABLE _prisma_migrations')
  })

  test('is not treated as empty and not upgraded [MIG-07]', async () => {
    const status = await migrationStatus(database.url)
    expect(status).toMatchObject({
      state: 'unmanaged',
      problems: [expect.stringContaining('npm run db -- stamp head')],
    })
    await expect(upgradeDatabase(database.url)).rejects.toThrow('npm run db -- stamp head')
  })

  test('becomes managed by a stamp without changing rows [MIG-07]', async () => {
    const rows = async () => [
      await database.query('SELECT * FROM users ORDER BY id'),
      await database.query('SELECT * FROM posts ORDER BY id'),
    ]
    const before = await rows()
    expect(await stampDatabase(database.url, 'head')).toEqual({ recorded: names, forgotten: [] })
    expect(await rows()).toEqual(before)
    expect(await checkDatabase(database.url)).toEqual([])
    expect(await upgradeDatabase(database.url)).toEqual([])
    expect(await stampDatabase(database.url, 'base')).toEqual({ recorded: [], forgotten: names })
  })

  test('is not stamped when its tables differ, unless forced [MIG-07]', async () => {
    await database.execute('ALTER TABLE users ADD COLUMN nickname TEXT')
    await expect(stampDatabase(database.url, 'head')).rejects.toThrow(
      'the column users.nickname is in no migration',
    )
    await stampDatabase(database.url, 'head', { force: true })
    expect(await checkDatabase(database.url)).toEqual([
      'The database differs from its migrations: the column users.nickname is in no migration.',
    ])
  })

  test('of an older version is not stamped as head; the error names the matching migration [MIG-07]', async () => {
    const project = await createSchemaProject()
    await project.change(withNest)
    await project.migrate('nests')
    const { directory } = project
    await expect(stampDatabase(database.url, 'head', { directory })).rejects.toThrow(
      `npm run db -- stamp ${last}`,
    )
    await stampDatabase(database.url, last, { directory })
    expect(await upgradeDatabase(database.url, { directory })).toHaveLength(1)
    expect(await checkDatabase(database.url, { directory })).toEqual([])
    await project.remove()
  })
})

describe('drift', () => {
  beforeEach(async () => {
    await upgradeDatabase(database.url)
  })

  test.each([
    ['DROP INDEX "posts_created_at_id_idx"', 'on posts, the index posts_created_at_id_idx is missing'],
    ['ALTER TABLE users ADD COLUMN nickname TEXT', 'the column users.nickname is in no migration'],
    ['ALTER TABLE users RENAME COLUMN locale TO language', 'the column users.locale is missing'],
    ['CREATE TABLE stray (id INTEGER)', 'the table stray is in no migration'],
    ['DROP TABLE mentions', 'the table mentions is missing'],
  ])('caused by %s is reported with table and column [MIG-12]', async (sql, sentence) => {
    await database.execute(sql)
    expect((await checkDatabase(database.url)).join('\n')).toContain(sentence)
  })

  test.runIf(engine === 'postgresql')('reports an index that queries do not use [MIG-12]', async () => {
    await database.execute(
      "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'posts_created_at_id_idx'::regclass",
    )
    const [difference] = await checkDatabase(database.url)
    expect(difference).toContain('the index posts_created_at_id_idx')
    expect(difference).toContain('which is invalid: drop it and create it again')
  })

  test('of a column type is reported with the actual and the expected type [MIG-12]', async () => {
    if (engine === 'sqlite')
      await database.execute(
        'ALTER TABLE users DROP COLUMN locale; ALTER TABLE users ADD COLUMN locale INTEGER',
      )
    else await database.execute('ALTER TABLE users ALTER COLUMN locale TYPE integer USING NULL')
    expect((await checkDatabase(database.url)).join('\n')).toMatch(
      /users\.locale is integer; it should be text/i,
    )
  })

  test('is detected without leaving objects in the database [MIG-12]', async () => {
    const before = await database.query(
      engine === 'sqlite' ? 'SELECT name FROM sqlite_schema' : 'SELECT nspname FROM pg_namespace',
    )
    await checkDatabase(database.url)
    expect(
      await database.query(
        engine === 'sqlite' ? 'SELECT name FROM sqlite_schema' : 'SELECT nspname FROM pg_namespace',
      ),
    ).toEqual(before)
  })
})
