import { randomUUID } from 'node:crypto'
import { copyFileSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { env } from '../env'
import { openSqlite } from './sqlite'

const newFile = () => `${env.DATA_DIR}/${randomUUID()}.db`

function open(file: string, writeTimeout?: number) {
  const client = openSqlite(`file:${file}`, writeTimeout)
  onTestFinished(() => client.$disconnect())
  return client
}

function openPlain(file: string) {
  const database = new Database(file)
  onTestFinished(() => {
    database.close()
  })
  return database
}

async function aDatabase(writeTimeout?: number) {
  const file = newFile()
  const client = open(file, writeTimeout)
  await client.$executeRaw`CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT, parent INTEGER REFERENCES notes)`
  const notes = async () =>
    (await client.$queryRaw<{ text: string }[]>`SELECT text FROM notes ORDER BY id`).map(({ text }) => text)
  const note = (text: string) => client.$executeRaw`INSERT INTO notes (text) VALUES (${text})`
  return { file, client, notes, note }
}

test('both connections use WAL, a busy timeout of at least 5 s and foreign keys [CMP-01]', async () => {
  const { client } = await aDatabase()
  const settings = async (on: Pick<typeof client, '$queryRaw'>) => [
    ...(await on.$queryRaw<object[]>`PRAGMA journal_mode`),
    ...(await on.$queryRaw<object[]>`PRAGMA busy_timeout`),
    ...(await on.$queryRaw<object[]>`PRAGMA foreign_keys`),
  ]
  const expected = [{ journal_mode: 'wal' }, { timeout: 10_000n }, { foreign_keys: 1n }]
  expect(await settings(client)).toEqual(expected)
  expect(await client.$transaction((tx) => settings(tx))).toEqual(expected)
})

test('opens a file that is not in WAL mode yet while another process writes to it [CMP-01]', async () => {
  const file = newFile()
  const other = openPlain(file)
  other.exec('CREATE TABLE notes (text TEXT); BEGIN IMMEDIATE; INSERT INTO notes VALUES (1)')
  const rows = open(file).$queryRaw`SELECT text FROM notes`.then((found) => found)
  await nextTurn()
  other.exec('COMMIT')
  expect(await rows).toEqual([{ text: '1' }])
})

test('fails with a busy error when the file stays locked at the first open, and opens later [CMP-01]', async () => {
  const file = newFile()
  const other = openPlain(file)
  other.exec('CREATE TABLE notes (text TEXT); BEGIN IMMEDIATE; INSERT INTO notes VALUES (1)')
  const client = open(file, 30)
  await expect(client.$queryRaw`SELECT * FROM notes`).rejects.toThrow('was locked')
  other.exec('COMMIT')
  expect(await client.$queryRaw`SELECT text FROM notes`).toEqual([{ text: '1' }])
})

test('reads while another connection writes, locks the file or truncates the log [CMP-01]', async () => {
  const { file, notes, note } = await aDatabase()
  await note('one')
  const other = openPlain(file)
  other.exec('BEGIN EXCLUSIVE')
  expect(await notes()).toEqual(['one'])
  other.exec('COMMIT')
  other.pragma('wal_checkpoint(TRUNCATE)')
  expect(await notes()).toEqual(['one'])
})

test('concurrent connections read the write-ahead log that a killed process left [CMP-01]', async () => {
  const { file, note } = await aDatabase()
  await note('only in the log')
  const left = newFile()
  for (const part of ['', '-wal']) copyFileSync(file + part, left + part)
  const readers = Array.from({ length: 8 }, () => open(left))
  const found = await Promise.all(readers.map((reader) => reader.$queryRaw`SELECT text FROM notes`))
  expect(found).toEqual(readers.map(() => [{ text: 'only in the log' }]))
})

test('a write outside a transaction waits for the open one and is not part of it [DBR-08]', async () => {
  const { client, notes, note } = await aDatabase()
  let outside: PromiseLike<unknown> = Promise.resolve()
  const failed = client.$transaction(async (tx) => {
    await tx.$executeRaw`INSERT INTO notes (text) VALUES ('rolled back')`
    outside = note('outside').then(() => 'written')
    expect(await Promise.race([outside, nextTurn('waiting')])).toBe('waiting')
    throw new Error('stop')
  })
  await expect(failed).rejects.toThrow('stop')
  await outside
  expect(await notes()).toEqual(['outside'])
})

test('a rejected statement outside a transaction leaves no transaction open [DBR-07]', async () => {
  const { notes, note, client } = await aDatabase()
  await expect(client.$executeRaw`INSERT INTO notes (text, parent) VALUES ('orphan', 99)`).rejects.toThrow(
    'FOREIGN KEY',
  )
  await expect(client.$executeRaw`INSERT INTO missing VALUES (1)`).rejects.toThrow('no such table')
  await note('after')
  expect(await notes()).toEqual(['after'])
})

test('a rejected commit is rolled back, and the next write succeeds [DBR-07]', async () => {
  const { client, notes, note } = await aDatabase()
  const rejected = client.$transaction(async (tx) => {
    await tx.$queryRaw`PRAGMA defer_foreign_keys = ON`
    await tx.$executeRaw`INSERT INTO notes (text, parent) VALUES ('orphan', 99)`
  })
  await expect(rejected).rejects.toThrow('ForeignKey')
  await note('after')
  expect(await notes()).toEqual(['after'])
})

test('a write fails after its timeout while another process holds the lock [CMP-01]', async () => {
  const { file, notes, note } = await aDatabase(30)
  const other = openPlain(file)
  other.exec('BEGIN IMMEDIATE')
  await expect(note('blocked')).rejects.toThrow('The database cannot be used at the moment')
  other.exec('ROLLBACK')
  await note('free')
  expect(await notes()).toEqual(['free'])
})
