import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, inject, test } from 'vitest'
import { type Connection, withConnection } from '../../../lib/db/connection'
import { listTables } from '../../../lib/db/migration-history'
import { emptyDatabase, engine } from '../../../lib/testing/empty-database'
import { introspect } from './introspection/introspect'
import { upgradeDatabase } from './upgrade'

const directory = join(import.meta.dirname, '../../../prisma/migrations', engine)
const names = (await readdir(directory)).filter((name) => /^\d{14}_/.test(name)).sort()
const database = emptyDatabase()

/** Rows that the first migration has tables for. Later columns get their defaults. */
const rows = `
  INSERT INTO users (id, username, username_key, display_name, email, email_key, post_count) VALUES
    (1, 'Susan', 'susan', 'Susan', 'susan@example.com', 'susan@example.com', 2),
    (2, 'john', 'john', '', 'john@example.com', 'john@example.com', 1);
  INSERT INTO posts (id, author_id, body, created_at) VALUES
    (1, 1, 'Hello', '2026-01-02 03:04:05.678'),
    (2, 1, 'It''s "quoted", and 漢字', '2026-01-03 03:04:05.678'),
    (3, 2, 'Hello, @Susan #birds', '2026-01-04 03:04:05.678');
  INSERT INTO follows (follower_id, followed_id) VALUES (1, 2), (2, 1);
  INSERT INTO mentions (post_id, user_id) VALUES (3, 1);
  INSERT INTO post_tags (tag, post_id, created_at) VALUES ('birds', 3, '2026-01-04 03:04:05.678');
  INSERT INTO sessions (token_hash, user_id, expires_at) VALUES ('abc', 1, '2027-01-01 00:00:00');`

/** Reads all rows of the tables above, with the columns that they had at first. */
const kept = `
  SELECT username, email, display_name, post_count FROM users ORDER BY id;
  SELECT author_id, body, created_at FROM posts ORDER BY id;
  SELECT follower_id, followed_id FROM follows ORDER BY follower_id;
  SELECT post_id, user_id FROM mentions;
  SELECT tag, post_id, created_at FROM post_tags;
  SELECT token_hash, user_id, expires_at FROM sessions`

const read = (connection: Connection) => Promise.all(kept.split(';').map((sql) => connection.rows(sql)))

const describeDatabase = async (connection: Connection) =>
  JSON.stringify([await listTables(connection), await introspect(connection)])

/** The schema of a new database, which every upgraded one must equal. */
let fresh = ''
beforeAll(async () => {
  fresh = await withConnection(inject('template').url, describeDatabase)
})

test.each(names.map((name, index) => [name, names.slice(index + 1)] as const))(
  'upgrades a database of %s with its rows to the newest schema [MIG-02, MIG-06]',
  async (name, later) => {
    await upgradeDatabase(database.url, { to: name })
    const before = await withConnection(database.url, async (connection) => {
      await connection.execute(rows)
      return read(connection)
    })
    expect(await upgradeDatabase(database.url)).toEqual(later)
    await withConnection(database.url, async (connection) => {
      expect(await read(connection)).toEqual(before)
      expect(await describeDatabase(connection)).toBe(fresh)
    })
  },
)
