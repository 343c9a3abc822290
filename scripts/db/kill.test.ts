import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { withConnection } from '../../lib/db/connection'
import { sqliteFile } from '../../lib/env/database-location'
import { fileStorage } from '../../lib/storage/file-storage'
import { createTestDatabase, type TestDatabase } from '../../lib/testing/database'
import { type Contents, contentsOf, fillWithManyRows } from '../../lib/testing/many-rows'
import { startScript } from '../../lib/testing/run-script'
import { createBackup } from './backup/create-backup'
import { checkArchive } from './backup/verify-archive'

const { engine } = inject('template')

/** The number of kills per command; KILL_ROUNDS=50 for a thorough run. */
const rounds = Number(process.env.KILL_ROUNDS ?? 4)
const options = { timeout: 120_000 + rounds * 30_000 }

let database: TestDatabase
let backups: string
let full: Contents

beforeAll(async () => {
  database = await createTestDatabase(inject('template'))
  backups = join(database.directory, 'backups')
  await fillWithManyRows(database.url)
  // Enough rows for the commands to be killed while they run.
  for (let doubling = 0; doubling < 3; doubling++)
    await run(database.url, 'INSERT INTO posts (author_id, body) SELECT author_id, body FROM posts')
  await fileStorage(join(database.directory, 'media')).put(
    'avatars/a-96.webp',
    new Uint8Array(50_000),
    'image/webp',
  )
  full = await contentsOf(database.url)
  return database.drop
})

const run = (url: string, script: string) => withConnection(url, (connection) => connection.execute(script))

const start = (script: string, args: string[], url = database.url) =>
  startScript(`scripts/db/${script}`, args, { DATA_DIR: database.directory, DATABASE_URL: url })

/** Runs a command to its end and returns its duration in milliseconds. */
async function finish(script: string, args: string[], url?: string): Promise<number> {
  const started = Date.now()
  const { code, err } = await start(script, args, url).finished
  expect([code, err]).toEqual([0, ''])
  return Date.now() - started
}

/** Kills a command at a random moment, like a power failure. @returns when, for the message of a failed assertion */
async function kill(usual: number, script: string, args: string[], url?: string): Promise<string> {
  // Starting Node takes about the first third.
  const delay = Math.round(usual * (0.3 + 0.75 * Math.random()))
  const { finished, kill } = start(script, args, url)
  const timer = setTimeout(kill, delay)
  const { code } = await finished
  clearTimeout(timer)
  return code === null ? `killed after ${delay} of ${usual} ms` : `ended before ${delay} ms`
}

const archives = () => readdirSync(backups).filter((name) => name.endsWith('.tar.gz'))
const unfinished = (directory: string) =>
  readdirSync(directory).filter((name) => name.startsWith('.roost-unfinished'))

async function expectValidArchives(note: string) {
  for (const name of archives())
    expect((await checkArchive(join(backups, name), backups)).manifest.app, `${name}, ${note}`).toBe('roost')
}

describe(`kill -9, ${rounds} times each`, () => {
  test('a transfer leaves the target empty or complete, and can be repeated', options, async () => {
    const target = async () => {
      const created = await createTestDatabase(inject('template'), { empty: true })
      const args = ['transfer', '--from', database.url, '--to', created.url]
      return { ...created, args }
    }
    const first = await target()
    const usual = await finish('main.ts', first.args)
    await first.drop()
    for (let round = 0; round < rounds; round++) {
      const { url, args, drop } = await target()
      const note = await kill(usual, 'main.ts', args)
      const contents = engine === 'postgresql' || existsSync(sqliteFile(url)) ? await contentsOf(url) : null
      const rows = Object.values(contents?.tables ?? {}).flat().length
      if (rows > 0) expect(contents, note).toEqual(full)
      else await finish('main.ts', args)
      expect(await contentsOf(url), note).toEqual(full)
      await drop()
    }
  })

  test('a backup leaves valid archives only, and can be repeated', options, async () => {
    const usual = await finish('backup.ts', [])
    for (let round = 0; round < rounds; round++) {
      const before = archives().length
      const note = await kill(usual, 'backup.ts', [])
      await expectValidArchives(note)
      await finish('backup.ts', [])
      expect(archives().length, note).toBeGreaterThan(before)
      expect(unfinished(backups), note).toEqual([])
      expect(await contentsOf(database.url), note).toEqual(full)
      for (const name of archives()) rmSync(join(backups, name))
    }
  })

  test('a restore leaves the old rows or the new ones, and can be repeated', options, async () => {
    const archive = await createArchive()
    const overwrite = async () => {
      await run(database.url, `DELETE FROM users WHERE id > 50`)
      await run(database.url, `UPDATE posts SET body = 'overwritten'`)
      return contentsOf(database.url)
    }
    const overwritten = await overwrite()
    const usual = await finish('restore.ts', [archive, '--yes'])
    for (let round = 0; round < rounds; round++) {
      expect(await overwrite()).toEqual(overwritten)
      const note = await kill(usual, 'restore.ts', [archive, '--yes'])
      const now = await contentsOf(database.url)
      expect([full, overwritten], note).toContainEqual(now)
      await expectValidArchives(note)
      await finish('restore.ts', [archive, '--yes'])
      expect(await contentsOf(database.url), note).toEqual(full)
      expect(unfinished(backups), note).toEqual([])
      for (const name of archives()) rmSync(join(backups, name))
    }
  })

  if (engine === 'sqlite')
    test('a restore over a damaged file never loses that file', options, async () => {
      const archive = await createArchive()
      const directory = join(database.directory, 'damaged')
      const file = join(directory, 'roost.db')
      const garbage = Buffer.from('garbage '.repeat(5000))
      const damage = () => {
        rmSync(directory, { recursive: true, force: true })
        mkdirSync(directory)
        writeFileSync(file, garbage)
      }
      damage()
      const usual = await finish('restore.ts', [archive, '--yes'], `file:${file}`)
      for (let round = 0; round < rounds; round++) {
        damage()
        const note = await kill(usual, 'restore.ts', [archive, '--yes'], `file:${file}`)
        const kept = readdirSync(directory).filter((name) => /^roost\.db(\.damaged-\w+)?$/.test(name))
        expect(
          kept.some((name) => readFileSync(join(directory, name)).equals(garbage)),
          note,
        ).toBe(true)
        await finish('restore.ts', [archive, '--yes'], `file:${file}`)
        expect(await contentsOf(`file:${file}`), note).toEqual(full)
        expect(unfinished(directory), note).toEqual([])
      }
    })
})

async function createArchive() {
  const source = { url: database.url, storage: fileStorage(join(database.directory, 'media')) }
  const path = join(database.directory, `archive-${Date.now()}.tar.gz`)
  return (await createBackup(source, { to: path })).path
}
