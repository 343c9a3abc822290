import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import pg from 'pg'

/** How long a process waits for another one's migrations. */
const patience = 60_000

/** Any number works as long as nothing else in the database uses it; Prisma's own is 72707369. */
const advisoryKey = 7_266_847

/** Runs `work` while no other process migrates the same database. */
export function withMigrationLock<T>(
  database: { file: string } | { url: string },
  work: () => Promise<T>,
): Promise<T> {
  return 'file' in database
    ? withFileLock(`${database.file}.migrate-lock`, work)
    : withAdvisoryLock(database.url, work)
}

/** An exclusive transaction on a side file: the operating system lets go of it when the process dies. */
async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  // No busy timeout: better-sqlite3 would wait on the event loop that the holder may need.
  const lock = new Database(path, { timeout: 0 })
  try {
    const deadline = Date.now() + patience
    while (!tryExclusive(lock)) {
      if (Date.now() > deadline) throw new Error(`Another process has been migrating for a minute (${path}).`)
      await sleep(50)
    }
    return await work()
  } finally {
    lock.close()
  }
}

function tryExclusive(lock: Database.Database): boolean {
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_BUSY') return false
    throw error
  }
}

/** The lock belongs to this connection and ends with it. */
async function withAdvisoryLock<T>(url: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`SET lock_timeout = ${patience}`)
    await client.query('SELECT pg_advisory_lock($1)', [advisoryKey])
    return await work()
  } finally {
    await client.end()
  }
}
