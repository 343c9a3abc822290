import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import type { Connection } from './connection'
import { keepSqliteFilePrivate } from './private-files.mjs'
import { isBusy } from './write-lock'

/** Milliseconds to wait for the write lock of another process. */
const busyTimeout = 60_000

/** Opens a SQLite file. The new file is put into WAL mode, so that readers never wait for a writer. */
export async function openSqliteConnection(file: string, create: boolean): Promise<Connection> {
  if (!existsSync(file)) {
    if (!create) throw new Error(`There is no file ${file}: npm run db -- upgrade creates it.`)
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  }
  keepSqliteFilePrivate(file)
  // No busy timeout: better-sqlite3 would block the event loop, which the holder of the lock may need.
  const database = new Database(file, { timeout: 0 })
  try {
    // The mode is stored in the file.
    if (create && database.pragma('journal_mode', { simple: true }) !== 'wal')
      await retryWhileBusy(() => database.pragma('journal_mode = WAL'))
    return connectionTo(database)
  } catch (error) {
    database.close()
    throw error
  }
}

/** Opens a private SQLite database in memory, which ends with the connection. */
export function openInMemoryConnection(): Connection {
  return connectionTo(new Database(':memory:'))
}

function connectionTo(database: Database.Database): Connection {
  const rows = async <Row>(sql: string, values: unknown[] = []) => {
    const statement = database.prepare<unknown[], Row>(sql)
    if (statement.reader) return retryWhileBusy(() => statement.all(values))
    await retryWhileBusy(() => statement.run(values))
    return []
  }
  return {
    engine: 'sqlite',
    rows,
    execute: async (script) => {
      await retryWhileBusy(() => database.exec(script))
    },
    transaction: async (kind, work) => {
      database.pragma('foreign_keys = OFF')
      await retryWhileBusy(() => database.exec(kind === 'write' ? 'BEGIN IMMEDIATE' : 'BEGIN'))
      try {
        const result = await work()
        if (kind === 'write') checkForeignKeys(database)
        database.exec('COMMIT')
        return result
      } catch (error) {
        // SQLite has already rolled back when the disk is full.
        if (database.inTransaction) database.exec('ROLLBACK')
        throw error
      } finally {
        database.pragma('foreign_keys = ON')
      }
    },
    close: async () => {
      database.close()
    },
  }
}

function checkForeignKeys(database: Database.Database): void {
  const violations = database.pragma('foreign_key_check') as {
    table: string
    rowid: number
    parent: string
  }[]
  const [first] = violations
  if (first) {
    throw new Error(
      `${violations.length} rows would violate a foreign key, first row ${first.rowid} of ${first.table} (no such row in ${first.parent}).`,
    )
  }
}

/** Retries with back-off and jitter while another process holds the lock. */
async function retryWhileBusy<T>(attempt: () => T): Promise<T> {
  const deadline = Date.now() + busyTimeout
  for (let pause = 5; ; pause = Math.min(pause * 2, 100)) {
    try {
      return attempt()
    } catch (error) {
      if (!isBusy(error) || Date.now() > deadline) throw error
      await sleep(pause * (0.5 + Math.random()))
    }
  }
}
