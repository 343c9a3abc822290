import { join } from 'node:path'
import Database from 'better-sqlite3'
import { target } from './needs'
import { type Connection, postgresql } from './postgresql'

/** Passes a connection to the database of the server under test. */
export function inDatabase<T>(work: (db: Connection) => T): T {
  if (target) return work(postgresql)
  const db = new Database(join(process.env.E2E_DATA_DIR as string, 'roost.db'), { timeout: 10_000 })
  try {
    db.pragma('foreign_keys = ON')
    return work(db as unknown as Connection)
  } finally {
    db.close()
  }
}

/** Runs a statement on the database of the server under test. Returns the number of changed rows. */
export function changeRows(sql: string, ...values: (string | number)[]): number {
  return inDatabase((db) => db.prepare(sql).run(...values).changes)
}

/** Runs a query on the database of the server under test. Returns the first column of the first row. */
export function readValue(sql: string, ...values: (string | number)[]): unknown {
  return inDatabase((db) =>
    db
      .prepare(sql)
      .pluck()
      .get(...values),
  )
}
