import { beforeEach, inject } from 'vitest'
import { upgradeDatabase } from '../../scripts/db/migrations/upgrade'
import { withConnection } from '../db/connection'
import { createTestDatabase, type TestDatabase } from './database'
import { insertPlainRows } from './plain-rows'

export const { engine } = inject('template')

/** Gives each test of a file a database without tables, for code that works on tables instead of models. */
export function emptyDatabase() {
  let database: TestDatabase
  beforeEach(async () => {
    database = await createTestDatabase(inject('template'), { empty: true })
    return database.drop
  })
  return {
    get url() {
      return database.url
    },
    get directory() {
      return database.directory
    },
    drop: () => database.drop(),
    query: (sql: string) => withConnection(database.url, (connection) => connection.rows(sql)),
    execute: (sql: string) => withConnection(database.url, (connection) => connection.execute(sql)),
    /** Applies all migrations and inserts a few rows. */
    fill: async () => {
      await upgradeDatabase(database.url)
      await withConnection(database.url, insertPlainRows)
    },
  }
}
