import { beforeEach, describe, expect, inject, onTestFinished, test } from 'vitest'
import { withConnection } from '../../../lib/db/connection'
import { engineOf } from '../../../lib/env/database-location'
import { createTestDatabase, type TestDatabase } from '../../../lib/testing/database'
import { contentsOf, fillWithManyRows } from '../../../lib/testing/many-rows'
import { upgradeDatabase } from '../migrations/upgrade'
import { transferDatabase } from './transfer'

const { engine } = inject('template')

/** An empty database on the engine under test, and a SQLite file beside it. */
let database: TestDatabase
let file: string

beforeEach(async () => {
  database = await createTestDatabase(inject('template'), { empty: true })
  file = `file:${database.directory}/other.db`
  return database.drop
})

const run = (url: string, script: string) => withConnection(url, (connection) => connection.execute(script))

/** Sets time zones far from UTC for this process and the server. */
async function setDistantTimeZones() {
  const before = process.env.TZ
  process.env.TZ = 'America/St_Johns'
  onTestFinished(() => {
    if (before === undefined) delete process.env.TZ
    else process.env.TZ = before
  })
  if (engine === 'postgresql')
    await run(
      database.url,
      `ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET timezone = 'Asia/Kolkata'`,
    )
}

describe('a transfer', () => {
  test('to the other engine and back keeps every row, id, time and sequence', async () => {
    await setDistantTimeZones()
    await upgradeDatabase(file)
    await fillWithManyRows(file)
    const before = await contentsOf(file)
    expect(before.sequences.posts).toBe(1500)
    const rows = await transferDatabase(file, database.url)
    expect(rows).toMatchObject({ posts: 1499, users: 60 })
    expect(await contentsOf(database.url)).toEqual(before)

    const back = `file:${database.directory}/back.db`
    await transferDatabase(database.url, back)
    expect(await contentsOf(back)).toEqual(before)

    const twin = await createTestDatabase(inject('template'), { empty: true })
    onTestFinished(twin.drop)
    await transferDatabase(database.url, twin.url)
    expect(await contentsOf(twin.url)).toEqual(before)
  })

  test('continues the sequence of the source', async () => {
    await upgradeDatabase(file)
    await fillWithManyRows(file)
    await transferDatabase(file, database.url)
    const insert = `INSERT INTO posts (author_id, body) VALUES (1, 'next')`
    await run(database.url, insert)
    const [row] = await withConnection(database.url, ({ rows }) =>
      rows(`SELECT id FROM posts WHERE body = 'next'`),
    )
    expect(row).toEqual({ id: 1501 })
  })

  test('reports its progress', async () => {
    await upgradeDatabase(file)
    await fillWithManyRows(file)
    const steps: [number, number][] = []
    const rows = await transferDatabase(file, database.url, (...step) => steps.push(step))
    const total = Object.values(rows).reduce((sum, count) => sum + count)
    expect(steps.at(-1)).toEqual([total, total])
    expect(steps).toEqual(steps.toSorted(([a], [b]) => a - b))
  })

  test('keeps values of every type, and rows with circular references', async () => {
    const columns = (types: Record<string, string>) =>
      Object.entries(types)
        .map(([name, type]) => `${name} ${type}`)
        .join(', ')
    const tables = (types: Record<string, string>) =>
      `CREATE TABLE samples (id INTEGER PRIMARY KEY, ${columns(types)},
         answers INTEGER REFERENCES samples (id), owner INTEGER);
       CREATE TABLE "Owners ""x""" (id INTEGER PRIMARY KEY, favourite INTEGER REFERENCES samples (id));`
    const types = {
      sqlite: { big: 'BIGINT', number: 'REAL', yes: 'BOOLEAN', bytes: 'BLOB', json: 'JSONB', at: 'DATETIME' },
      postgresql: {
        big: 'BIGINT',
        number: 'DOUBLE PRECISION',
        yes: 'BOOLEAN',
        bytes: 'BYTEA',
        json: 'JSONB',
        at: 'TIMESTAMP(3)',
      },
    }
    const blob = (hex: string, on: string) => (on === 'sqlite' ? `x'${hex}'` : `'\\x${hex}'`)
    const back = `file:${database.directory}/back.db`
    for (const url of [file, database.url, back]) {
      await upgradeDatabase(url)
      await run(url, tables(types[engineOf(url)]))
      if (engineOf(url) === 'postgresql')
        await run(url, 'ALTER TABLE samples ADD FOREIGN KEY (owner) REFERENCES "Owners ""x""" (id)')
    }
    await run(
      file,
      `INSERT INTO samples VALUES
         (1, 9223372036854775807, 0.1, 1, ${blob('00ff5c', 'sqlite')}, '{"a": [1, "ü"]}', '2026-03-29T01:30:00.001+00:00', 2, 7),
         (2, -9007199254740993, -1.7976931348623157e308, 0, x'', 'null', '1969-12-31 23:59:59.999', 2, NULL),
         (3, NULL, 5e-324, NULL, NULL, NULL, NULL, 1, NULL);
       INSERT INTO "Owners ""x""" VALUES (7, 3);`,
    )
    await transferDatabase(file, database.url)
    await transferDatabase(database.url, back)
    const exact = (url: string) =>
      withConnection(url, ({ rows }) =>
        rows(`SELECT CAST(big AS TEXT) AS big, number, yes, hex(bytes) AS bytes, json,
          strftime('%Y-%m-%d %H:%M:%f', at) AS at, answers, owner FROM samples ORDER BY id`),
      )
    expect(await exact(back)).toEqual(await exact(file))
    if (engine === 'postgresql')
      await expect(
        run(database.url, 'INSERT INTO samples (id, answers) VALUES (9, 99); SELECT 1'),
      ).rejects.toThrow('foreign key')
  })

  if (engine === 'postgresql')
    test('reads every time format of SQLite databases as UTC', async () => {
      await setDistantTimeZones()
      await upgradeDatabase(file)
      const forms = [
        `'2026-03-29T02:30:00.123+00:00'`,
        `'2026-03-29 02:30:00.123'`,
        `'2026-03-29T02:30:00.123Z'`,
        `'2026-03-29T08:00:00.123+05:30'`,
        '1774751400123',
      ]
      for (const [index, form] of forms.entries())
        await run(
          file,
          `INSERT INTO users (id, username, username_key, email, email_key, created_at)
         VALUES (${index + 1}, 'u${index}', 'u${index}', 'u${index}@x', 'u${index}@x', ${form})`,
        )
      await run(file, `UPDATE users SET last_seen_at = '2026-03-29 02:30:00'`)
      await transferDatabase(file, database.url)
      const back = `file:${database.directory}/back.db`
      await transferDatabase(database.url, back)
      const times = await withConnection(back, ({ rows }) =>
        rows('SELECT created_at AS a, last_seen_at AS b FROM users'),
      )
      expect(times).toEqual(
        forms.map(() => ({ a: '2026-03-29T02:30:00.123+00:00', b: '2026-03-29T02:30:00.000+00:00' })),
      )
    })
})
