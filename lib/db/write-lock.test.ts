import { randomUUID } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { env } from '../env'
import { DatabaseBusyError, WriteLock } from './write-lock'

// Whoever holds the lock lives in this very process: only an event loop that nobody stops can ever let it go.

function aFile() {
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

test('CMP-01 a write waits for another process without stopping the event loop', async () => {
  const { mine, other } = aFile()
  const lock = new WriteLock(mine, 10_000)
  other.exec('BEGIN IMMEDIATE')
  note(other, 'theirs')
  const begun = lock.begin()
  await nextTurn()
  expect(mine.inTransaction).toBe(false)
  other.exec('COMMIT')
  const end = await begun
  note(mine, 'mine')
  mine.exec('COMMIT')
  end()
  expect(notes(other)).toEqual(['theirs', 'mine'])
})

async function write(lock: WriteLock, database: Database.Database, text: string) {
  const end = await lock.begin()
  await nextTurn()
  note(database, text)
  database.exec('COMMIT')
  end()
}

test('CMP-01 writes of one process are served in the order in which they came', async () => {
  const { mine, other } = aFile()
  const lock = new WriteLock(mine, 10_000)
  other.exec('BEGIN IMMEDIATE')
  const early = ['a', 'b', 'c'].map((text) => write(lock, mine, text))
  await nextTurn()
  other.exec('COMMIT')
  await early[0]
  // Comes when the lock has just been handed on: still the last.
  const late = write(lock, mine, 'd')
  await Promise.all([...early, late])
  expect(notes(other)).toEqual(['a', 'b', 'c', 'd'])
})

test('CMP-01 whoever writes now and then gets a turn beside one who writes all the time', async () => {
  const { mine, other } = aFile()
  const [ours, theirs] = [new WriteLock(mine, 10_000), new WriteLock(other, 10_000)]
  let over = false
  const writeAllTheTime = async () => {
    for (; !over; await nextTurn()) await write(theirs, other, 'theirs')
  }
  const greedy = writeAllTheTime()
  for (let count = 0; count < 20; count++) await write(ours, mine, 'mine')
  over = true
  await greedy
  expect(notes(mine).filter((text) => text === 'mine')).toHaveLength(20)
})

test('a write that waited too long fails by name, and those behind it go on', async () => {
  const { mine, other } = aFile()
  const lock = new WriteLock(mine, 30)
  other.exec('BEGIN IMMEDIATE')
  const [first, second] = await Promise.allSettled([lock.begin(), lock.begin()])
  for (const { reason } of [first, second] as PromiseRejectedResult[]) {
    expect(reason).toBeInstanceOf(DatabaseBusyError)
    expect(reason.message).toMatch(/^The database stayed busy for 0\.03 s: this write was given up/)
  }
  other.exec('COMMIT')
  const end = await lock.begin()
  expect(mine.inTransaction).toBe(true)
  end()
})

test('a place in the line is given up with the write, and what is left open is taken back', async () => {
  const { mine } = aFile()
  const lock = new WriteLock(mine, 30)
  const end = await lock.begin()
  note(mine, 'never committed')
  await expect(lock.begin()).rejects.toThrow(DatabaseBusyError)
  end()
  // Ending twice hands nothing on twice.
  end()
  const next = await lock.begin()
  expect(notes(mine)).toEqual([])
  next()
})

test('a read cuts the pause between two attempts short', async () => {
  const { mine, other } = aFile()
  const lock = new WriteLock(mine, 10_000)
  other.exec('BEGIN IMMEDIATE')
  const begun = lock.begin()
  await Promise.resolve()
  other.exec('COMMIT')
  lock.knock()
  const first = await Promise.race([begun.then(() => 'begun'), nextTurn('a turn later')])
  expect(first).toBe('begun')
  ;(await begun)()
})

test('the connection keeps its timeout for everything but BEGIN, and other errors are passed on at once', async () => {
  const { mine } = aFile()
  mine.pragma('busy_timeout = 10000')
  const lock = new WriteLock(mine, 10_000)
  const end = await lock.begin()
  expect(mine.pragma('busy_timeout', { simple: true })).toBe(10_000)
  end()
  mine.exec('BEGIN')
  await expect(lock.begin()).rejects.toThrow('within a transaction')
  mine.exec('ROLLBACK')
  ;(await lock.begin())()
})
