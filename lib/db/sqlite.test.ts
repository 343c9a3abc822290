import { randomUUID } from 'node:crypto'
import { copyFileSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { env } from '../env'
import { openSqlite } from './sqlite'

const nowhere = () => `${env.DATA_DIR}/${randomUUID()}.db`

function open(file: string, patience?: number) {
  const client = openSqlite(`file:${file}`, patience)
  onTestFinished(() => client.$disconnect())
  return client
}

function plain(file: string) {
  const database = new Database(file)
  onTestFinished(() => {
    database.close()
  })
  return database
}

async function aDatabase(patience?: number) {
  const file = nowhere()
  const client = open(file, patience)
  await client.$executeRaw`CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT, about INTEGER REFERENCES notes)`
  const notes = async () =>
    (await client.$queryRaw<{ text: string }[]>`SELECT text FROM notes ORDER BY id`).map(({ text }) => text)
  const note = (text: string) => client.$executeRaw`INSERT INTO notes (text) VALUES (${text})`
  return { file, client, notes, note }
}

test('CMP-01 both connections are WAL, wait at least 5 s and watch foreign keys', async () => {
  const { client } = await aDatabase()
  const settings = async (on: Pick<typeof client, '$queryRaw'>) => [
    ...(await on.$queryRaw<object[]>`PRAGMA journal_mode`),
    ...(await on.$queryRaw<object[]>`PRAGMA busy_timeout`),
    ...(await on.$queryRaw<object[]>`PRAGMA foreign_keys`),
  ]
  const wanted = [{ journal_mode: 'wal' }, { timeout: 10_000n }, { foreign_keys: 1n }]
  expect(await settings(client)).toEqual(wanted)
  expect(await client.$transaction((tx) => settings(tx))).toEqual(wanted)
})

test('CMP-01 a file that is not WAL yet is opened while somebody writes to it', async () => {
  const file = nowhere()
  const other = plain(file)
  other.exec('CREATE TABLE notes (text TEXT); BEGIN IMMEDIATE; INSERT INTO notes VALUES (1)')
  const rows = open(file).$queryRaw`SELECT text FROM notes`.then((found) => found)
  await nextTurn()
  other.exec('COMMIT')
  expect(await rows).toEqual([{ text: '1' }])
})

test('CMP-01 a file that stays busy at its first opening fails by name, and opens later', async () => {
  const file = nowhere()
  const other = plain(file)
  other.exec('CREATE TABLE notes (text TEXT); BEGIN IMMEDIATE; INSERT INTO notes VALUES (1)')
  const client = open(file, 30)
  await expect(client.$queryRaw`SELECT * FROM notes`).rejects.toThrow('stayed busy')
  other.exec('COMMIT')
  expect(await client.$queryRaw`SELECT text FROM notes`).toEqual([{ text: '1' }])
})

test('CMP-01 reading works while another connection writes, locks the file or empties the log', async () => {
  const { file, notes, note } = await aDatabase()
  await note('one')
  const other = plain(file)
  other.exec('BEGIN EXCLUSIVE')
  expect(await notes()).toEqual(['one'])
  other.exec('COMMIT')
  other.pragma('wal_checkpoint(TRUNCATE)')
  expect(await notes()).toEqual(['one'])
})

test('CMP-01 what a killed process has left behind is read by many connections at once', async () => {
  const { file, note } = await aDatabase()
  await note('in the log only')
  const left = nowhere()
  for (const part of ['', '-wal']) copyFileSync(file + part, left + part)
  const readers = Array.from({ length: 8 }, () => open(left))
  const found = await Promise.all(readers.map((reader) => reader.$queryRaw`SELECT text FROM notes`))
  expect(found).toEqual(readers.map(() => [{ text: 'in the log only' }]))
})

test('DBR-08 a write outside of a transaction waits for the open one and is no part of it', async () => {
  const { client, notes, note } = await aDatabase()
  let outside: PromiseLike<unknown> = Promise.resolve()
  const taken = client.$transaction(async (tx) => {
    await tx.$executeRaw`INSERT INTO notes (text) VALUES ('taken back')`
    outside = note('outside').then(() => 'written')
    expect(await Promise.race([outside, nextTurn('waiting')])).toBe('waiting')
    throw new Error('stop')
  })
  await expect(taken).rejects.toThrow('stop')
  await outside
  expect(await notes()).toEqual(['outside'])
})

test('DBR-07 a refused statement outside of a transaction leaves nothing open', async () => {
  const { notes, note, client } = await aDatabase()
  await expect(client.$executeRaw`INSERT INTO notes (text, about) VALUES ('orphan', 99)`).rejects.toThrow(
    'FOREIGN KEY',
  )
  await expect(client.$executeRaw`INSERT INTO elsewhere VALUES (1)`).rejects.toThrow('no such table')
  await note('after')
  expect(await notes()).toEqual(['after'])
})

test('DBR-07 a commit that the database refuses is taken back whole, and the next write runs', async () => {
  const { client, notes, note } = await aDatabase()
  const refused = client.$transaction(async (tx) => {
    await tx.$queryRaw`PRAGMA defer_foreign_keys = ON`
    await tx.$executeRaw`INSERT INTO notes (text, about) VALUES ('orphan', 99)`
  })
  await expect(refused).rejects.toThrow('ForeignKey')
  await note('after')
  expect(await notes()).toEqual(['after'])
})

test('CMP-01 a database that another process keeps busy costs each write its patience and no more', async () => {
  const { file, notes, note } = await aDatabase(30)
  const other = plain(file)
  other.exec('BEGIN IMMEDIATE')
  await expect(note('blocked')).rejects.toThrow('The database stayed busy for 0.03 s')
  other.exec('ROLLBACK')
  await note('free')
  expect(await notes()).toEqual(['free'])
})
