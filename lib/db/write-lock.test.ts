import { randomUUID } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { env } from '../env'
import { DatabaseBusyError, WriteLock } from './write-lock'

// The lock is held by this process, which can release it only while the event loop is not blocked.

function openTwice() {
  const file = `${env.DATA_DIR}/${randomUUID()}.db`
  const open = () => {
    const database = new Database(file)
    onTestFinished(() => {
      database.close()
    })
    return database
  }
  const first = open()
  first.pragma('journal_mode = WAL')
  first.exec('CREATE TABLE notes (text TEXT)')
  return { mine: first, other: open() }
}

const note = (database: Database.Database, text: string) =>
  database.prepare('INSERT INTO notes VALUES (?)').run(text)
const notes = (database: Database.Database) => database.prepare('SELECT text FROM notes').pluck().all()

test('a write waits for another process without blocking the event loop [CMP-01]', async () => {
  const { mine, other } = openTwice()
  const lock = new WriteLock(mine, 10_000)
  other.exec('BEGIN IMMEDIATE')
  note(other, 'theirs')
  const begun = lock.begin()
  await nextTurn()
  expect(mine.inTransaction).toBe(false)
  other.exec('COMMIT')
  const release = await begun
  note(mine, 'mine')
  mine.exec('COMMIT')
  release()
  expect(notes(other)).toEqual(['theirs', 'mine'])
})

async function write(lock: WriteLock, database: Database.Database, text: string) {
  const release = await lock.begin()
  await nextTurn()
  note(database, text)
  database.exec('COMMIT')
  release()
}

test('writes of one process run first in, first out [CMP-01]', async () => {
  const { mine, other } = openTwice()
  const lock = new WriteLock(mine, 10_000)
  other.exec('BEGIN IMMEDIATE')
  const early = ['a', 'b', 'c'].map((text) => write(lock, mine, text))
  await nextTurn()
  other.exec('COMMIT')
  await early[0]
  // Requested just after the lock was handed over: runs last.
  const late = write(lock, mine, 'd')
  await Promise.all([...early, late])
  expect(notes(other)).toEqual(['a', 'b', 'c', 'd'])
})

test('occasional writes are not starved by a process that writes continuously [CMP-01]', async () => {
  const { mine, other } = openTwice()
  const [ours, theirs] = [new WriteLock(mine, 10_000), new WriteLock(other, 10_000)]
  let done = false
  const writeContinuously = async () => {
    for (; !done; await nextTurn()) await write(theirs, other, 'theirs')
  }
  const writer = writeContinuously()
  for (let count = 0; count < 20; count++) await write(ours, mine, 'mine')
  done = true
  await writer
  expect(notes(mine).filter((text) => text === 'mine')).toHaveLength(20)
})

test('a write that times out fails with a busy error, and later writes continue', async () => {
  const { mine, other } = openTwice()
  const lock = new WriteLock(mine, 30)
  other.exec('BEGIN IMMEDIATE')
  const [first, second] = await Promise.allSettled([lock.begin(), lock.begin()])
  for (const { reason } of [first, second] as PromiseRejectedResult[]) {
    expect(reason).toBeInstanceOf(DatabaseBusyError)
    expect(reason.message).toMatch(/^The database was locked for 0\.03 s: this write was cancelled/)
  }
  other.exec('COMMIT')
  const release = await lock.begin()
  expect(mine.inTransaction).toBe(true)
  release()
})

test('a write that times out leaves the queue, and an open transaction is rolled back on release', async () => {
  const { mine } = openTwice()
  const lock = new WriteLock(mine, 30)
  const release = await lock.begin()
  note(mine, 'never committed')
  await expect(lock.begin()).rejects.toThrow(DatabaseBusyError)
  release()
  // Idempotent: the second call does not release the lock of the next transaction.
  release()
  const releaseNext = await lock.begin()
  expect(notes(mine)).toEqual([])
  releaseNext()
})

test('retryNow ends the delay between two attempts', async () => {
  const { mine, other } = openTwice()
  const lock = new WriteLock(mine, 10_000)
  other.exec('BEGIN IMMEDIATE')
  const begun = lock.begin()
  await Promise.resolve()
  other.exec('COMMIT')
  lock.retryNow()
  const first = await Promise.race([begun.then(() => 'begun'), nextTurn('a turn later')])
  expect(first).toBe('begun')
  ;(await begun)()
})

test('the connection keeps its busy timeout except for BEGIN, and other errors are thrown immediately', async () => {
  const { mine } = openTwice()
  mine.pragma('busy_timeout = 10000')
  const lock = new WriteLock(mine, 10_000)
  const release = await lock.begin()
  expect(mine.pragma('busy_timeout', { simple: true })).toBe(10_000)
  release()
  mine.exec('BEGIN')
  await expect(lock.begin()).rejects.toThrow('within a transaction')
  mine.exec('ROLLBACK')
  ;(await lock.begin())()
})
