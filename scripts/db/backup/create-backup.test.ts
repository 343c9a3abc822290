import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, inject, onTestFinished, test } from 'vitest'
import { withConnection } from '../../../lib/db/connection'
import { explainDatabaseError } from '../../../lib/db/explain-error'
import { fileStorage } from '../../../lib/storage/file-storage'
import { createTestDatabase, type TestDatabase } from '../../../lib/testing/database'
import { contentsOf, fillWithManyRows } from '../../../lib/testing/many-rows'
import { startScript } from '../../../lib/testing/run-script'
import { canMount, smallDisk } from '../../../lib/testing/small-disk'
import { createBackup } from './create-backup'
import { listArchives } from './list-archives'
import { verifyArchive } from './verify-archive'

const { engine } = inject('template')

let database: TestDatabase
let backups: string

beforeEach(async () => {
  database = await createTestDatabase(inject('template'))
  backups = join(database.directory, 'backups')
  await fillWithManyRows(database.url)
  return database.drop
})

const source = () => ({ url: database.url, storage: fileStorage(join(database.directory, 'media')) })
const backup = (to = backups) => createBackup(source(), { to })

/** Verifies an archive in a new workspace. */
async function unpack(path: string) {
  const workspace = join(database.directory, `unpacked-${readdirSync(database.directory).length}`)
  mkdirSync(workspace)
  return verifyArchive(path, workspace)
}

describe('a backup', () => {
  test('contains every row, sequence and picture, and lists them in its manifest', async () => {
    const picture = new Uint8Array([1, 2, 3])
    await source().storage.put('avatars/a-96.webp', picture, 'image/webp')
    const { path, rows, media, bytes } = await backup()
    expect([rows.posts, media, bytes]).toEqual([1499, 1, statSync(path).size])

    const { manifest, url } = await unpack(path)
    expect(await contentsOf(url)).toEqual(await contentsOf(database.url))
    expect(manifest).toMatchObject({ engine, rows, files: { 'media/avatars/a-96.webp': { bytes: 3 } } })
    expect(Object.keys(manifest.files).sort()).toEqual(['database.db', 'media/avatars/a-96.webp'])
  })

  test('has a dated name, is readable by its owner only, and leaves no other file', async () => {
    const { path } = await backup()
    expect(path).toMatch(/\/backups\/roost-\d{8}T\d{6}Z\.tar\.gz$/)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(backups).mode & 0o777).toBe(0o700)
    const second = (await backup()).path
    expect(readdirSync(backups).sort()).toEqual([path, second].map((one) => one.split('/').at(-1)).sort())
    expect((await listArchives(backups)).map((one) => one.path)).toEqual([path, second].sort().reverse())
  })

  test('is written to a given path, and never overwrites a file', async () => {
    const { path } = await backup(join(database.directory, 'mine.tar.gz'))
    expect(path).toBe(join(database.directory, 'mine.tar.gz'))
    await expect(backup(path)).rejects.toThrow('already exists: use another name')
  })

  test('of a database that another process writes to is consistent', async () => {
    const writer = startScript('lib/testing/busy-writer.ts', [database.url], {})
    await once(writer.child.stdout, 'data')
    const counts = new Set<number | undefined>()
    for (let round = 0; round < 4; round++) {
      const { path, rows } = await backup()
      const { url } = await unpack(path)
      const wrong = await withConnection(url, (connection) =>
        connection.rows(
          'SELECT id FROM users WHERE post_count <> (SELECT COUNT(*) FROM posts WHERE author_id = users.id)',
        ),
      )
      expect(wrong).toEqual([])
      counts.add(rows.posts)
    }
    expect(writer.child.exitCode).toBeNull()
    expect(counts.size).toBe(4)
  })

  test('contains pictures that are deleted or added while it runs', async () => {
    const { storage } = source()
    await storage.put('avatars/old-96.webp', new Uint8Array([1]), 'image/webp')
    // Changes pictures after the first listing and before the database is read.
    async function* changing() {
      yield* storage.list()
      await storage.put('avatars/new-96.webp', new Uint8Array([2]), 'image/webp')
      await storage.remove('avatars/old-96.webp')
    }
    const { path } = await createBackup(
      { ...source(), storage: { ...storage, list: changing } },
      { to: backups },
    )
    const { files } = (await unpack(path)).manifest
    expect(Object.keys(files)).toEqual([
      'media/avatars/old-96.webp',
      'media/avatars/new-96.webp',
      'database.db',
    ])
  })

  test('of an empty database is rejected', async () => {
    const empty = await createTestDatabase(inject('template'), { empty: true })
    onTestFinished(empty.drop)
    await expect(createBackup({ ...source(), url: empty.url }, { to: backups })).rejects.toThrow(
      'There is no database to back up yet',
    )
    expect(readdirSync(backups)).toEqual([])
  })

  test('deletes the files of a killed backup, but not those of a running one', async () => {
    const killed = spawn(process.execPath, ['-e', ''])
    await once(killed, 'exit')
    const [abandoned, running] = [killed.pid, process.ppid].map((pid) =>
      join(backups, `.roost-unfinished-${pid}-abc`),
    )
    for (const directory of [abandoned, running]) {
      mkdirSync(String(directory), { recursive: true })
      writeFileSync(join(String(directory), 'archive.tar.gz'), 'half')
    }
    await backup()
    expect([existsSync(String(abandoned)), existsSync(String(running))]).toEqual([false, true])
  })

  if (engine === 'sqlite')
    test('of a damaged database is rejected with a suggestion to restore', async () => {
      writeFileSync(
        join(database.directory, 'roost.db'),
        'this text is not a database, although its name says so',
      )
      const message = await backup().catch(explainDatabaseError)
      expect(message).toMatch(/^The file is not a SQLite database: .* npm run restore/)
      expect(readdirSync(backups)).toEqual([])
    })

  if (canMount)
    test('on a full or read-only disk leaves no file', async () => {
      const disk = smallDisk(300)
      expect(await backup(disk.path).catch(explainDatabaseError)).toMatch(/^The disk is full: [^\n]+$/)
      expect(readdirSync(disk.path)).toEqual([])
      disk.makeReadOnly()
      expect(await backup(disk.path).catch(explainDatabaseError)).toMatch(
        /^The (file|database) cannot be [^\n]+$/,
      )
    })
})
