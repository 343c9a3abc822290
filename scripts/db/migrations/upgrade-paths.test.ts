import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, inject, test } from 'vitest'
import { type Connection, withConnection } from '../../../lib/db/connection'
import { listTables } from '../../../lib/db/migration-history'
import { emptyDatabase, engine } from '../../../lib/testing/empty-database'
import { insertPlainRows } from '../../../lib/testing/plain-rows'
import { introspect } from './introspection/introspect'
import { upgradeDatabase } from './upgrade'

const directory = join(import.meta.dirname, '../../../prisma/migrations', engine)
const names = (await readdir(directory)).filter((name) => /^\d{14}_/.test(name)).sort()
const database = emptyDatabase()

/** Reads the rows of `insertPlainRows`, which needs only the tables and columns of the first migration. */
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
      await insertPlainRows(connection)
      return read(connection)
    })
    expect(await upgradeDatabase(database.url)).toEqual(later)
    await withConnection(database.url, async (connection) => {
      expect(await read(connection)).toEqual(before)
      expect(await describeDatabase(connection)).toBe(fresh)
    })
  },
)
