import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, inject, test } from 'vitest'
import { withConnection } from '../../../lib/db/connection'
import { explainDatabaseError } from '../../../lib/db/explain-error'
import { fileStorage } from '../../../lib/storage/file-storage'
import { createTestDatabase, type TestDatabase } from '../../../lib/testing/database'
import { contentsOf, fillWithManyRows } from '../../../lib/testing/many-rows'
import { canMount, smallDisk } from '../../../lib/testing/small-disk'
import { prismaDirectory } from '../migrations/files'
import { migrationStatus } from '../migrations/status'
import { createBackup } from './create-backup'
import { databaseFile, type Manifest } from './manifest'
import { restoreBackup } from './restore'
import { checkArchive, verifyArchive } from './verify-archive'
import { type ArchiveFile, bufferFile, writeArchive } from './write-archive'

const { engine } = inject('template')

let database: TestDatabase
let backups: string
let archive: string

const picture = new Uint8Array([1, 2, 3, 4])

beforeEach(async () => {
  database = await createTestDatabase(inject('template'))
  backups = join(database.directory, 'backups')
  await fillWithManyRows(database.url)
  await target().storage.put('avatars/a-96.webp', picture, 'image/webp')
  await target().storage.put('avatars/b-96.webp', picture, 'image/webp')
  archive = (await createBackup(target(), { to: join(database.directory, 'kept.tar.gz') })).path
  return database.drop
})

const target = (url = database.url) => ({ url, storage: fileStorage(join(database.directory, 'media')) })
const restore = (from = archive, to = target()) => restoreBackup(from, to, { backups })
const run = (script: string) => withConnection(database.url, (connection) => connection.execute(script))
const media = () => join(database.directory, 'media/avatars')

describe('a restore', () => {
  test('restores all rows and pictures, and backs up the state before it', async () => {
    const before = await contentsOf(database.url)
    await run('DELETE FROM users WHERE id % 2 = 0')
    await run(`UPDATE posts SET body = 'overwritten'`)
    await target().storage.remove('avatars/a-96.webp')
    writeFileSync(join(media(), 'b-96.webp'), 'damaged')
    const damaged = await contentsOf(database.url)

    const restored = await restore()
    expect(restored).toMatchObject({ media: 2, damaged: false, upgraded: [], rows: { posts: 1499 } })
    expect(await contentsOf(database.url)).toEqual(before)
    for (const name of ['a-96.webp', 'b-96.webp'])
      expect(new Uint8Array(readFileSync(join(media(), name)))).toEqual(picture)

    expect(restored.kept).toMatch(/\/backups\/roost-\d{8}T\d{6}Z-before-restore\.tar\.gz$/)
    expect(readdirSync(backups)).toHaveLength(1)
    await restore(String(restored.kept))
    expect(await contentsOf(database.url)).toEqual(damaged)
  })

  if (engine === 'sqlite')
    test('deletes the temporary files of a killed restore beside the database', async () => {
      const left = join(database.directory, '.roost-unfinished-999999-x')
      mkdirSync(left)
      await restore()
      expect(readdirSync(database.directory)).not.toContain('.roost-unfinished-999999-x')
    })

  test('does not reuse an id of a replaced row', async () => {
    await run(`INSERT INTO posts (id, author_id, body) VALUES (2000, 1, 'written after the backup')`)
    if (engine === 'postgresql') await run(`SELECT setval('posts_id_seq', 2000)`)
    await restore()
    await run(`INSERT INTO posts (author_id, body) VALUES (1, 'next')`)
    const ids = await withConnection(database.url, ({ rows }) =>
      rows(`SELECT id FROM posts WHERE body = 'next'`),
    )
    expect(ids).toEqual([{ id: 2001 }])
  })

  test('creates a missing database and fills an empty one, also on the other engine', async () => {
    const before = await contentsOf(database.url)
    const file = `file:${database.directory}/other/place.db`
    expect(await restore(archive, target(file))).toMatchObject({ kept: null, damaged: false, media: 0 })
    expect(await contentsOf(file)).toEqual(before)

    const fromFile = (await createBackup(target(file), { to: backups })).path
    const empty = await createTestDatabase(inject('template'), { empty: true })
    try {
      expect(await restore(fromFile, target(empty.url))).toMatchObject({ kept: null })
      expect(await contentsOf(empty.url)).toEqual(before)
    } finally {
      await empty.drop()
    }
  })

  test('upgrades an archive of an older version, and rejects one of a newer version', async () => {
    const directory = join(database.directory, 'prisma')
    await cp(join(prismaDirectory, 'migrations/sqlite'), join(directory, 'migrations/sqlite'), {
      recursive: true,
    })
    const later = join(directory, 'migrations/sqlite/29990101000000_later')
    await mkdir(later)
    await writeFile(join(later, 'migration.sql'), 'ALTER TABLE users ADD COLUMN later TEXT;')
    const workspace = (name: string) => {
      mkdirSync(join(database.directory, name))
      return join(database.directory, name)
    }
    const verified = await verifyArchive(archive, workspace('older'), { directory })
    expect(verified.upgraded).toEqual(['29990101000000_later'])
    expect((await migrationStatus(verified.url, { directory })).pending).toEqual([])

    const newer = verifyArchive(archive, workspace('newer'), {
      directory: join(database.directory, 'nothing'),
    })
    await expect(newer).rejects.toThrow(/contains the migration \S+, which this code does not know/)
  })

  test('rejects an archive whose database is invalid or does not match the manifest, and changes nothing', async () => {
    const before = await contentsOf(database.url)
    const restoreForged = async (name: string, database: Buffer, rows: Manifest['rows']) => {
      const path = join(backups, '..', name)
      const { manifest } = await checkArchive(archive, backups)
      async function* files(): AsyncGenerator<ArchiveFile> {
        yield bufferFile(databaseFile, database)
      }
      await writeArchive(path, files(), (written) => ({ ...manifest, rows, files: written }))
      return restore(path).catch(explainDatabaseError)
    }
    expect(await restoreForged('garbage.tar.gz', Buffer.from('garbage '.repeat(1000)), {})).toMatch(
      /garbage\.tar\.gz cannot be restored, its database is damaged: it is not a SQLite file\.$/,
    )
    const workspace = join(database.directory, 'valid')
    mkdirSync(workspace)
    await verifyArchive(archive, workspace)
    const bytes = readFileSync(join(workspace, databaseFile))
    expect(await restoreForged('wrong-count.tar.gz', bytes, { posts: 3 })).toMatch(
      /its database is damaged: \w+ has \d+ rows and should/,
    )
    bytes.fill(0x5a, 8192, 30_000)
    expect(await restoreForged('overwritten.tar.gz', bytes, {})).toMatch(
      /cannot be restored, its database is damaged: [^\n]+$/,
    )
    expect(await contentsOf(database.url)).toEqual(before)
    expect(readdirSync(backups)).toEqual([])
  })

  test('rejects a missing archive and a truncated one', async () => {
    await expect(restore(join(backups, 'none.tar.gz'))).rejects.toThrow('There is no file')
    writeFileSync(archive, readFileSync(archive).subarray(0, statSync(archive).size / 2))
    await expect(restore()).rejects.toThrow('is not a valid archive')
    expect(readdirSync(backups)).toEqual([])
  })

  if (engine === 'postgresql')
    test('creates a database that is missing on the server', async () => {
      const before = await contentsOf(database.url)
      const missing = await createTestDatabase(inject('template'), { empty: true })
      await missing.drop()
      try {
        expect(await restore(archive, target(missing.url))).toMatchObject({ kept: null })
        expect(await contentsOf(missing.url)).toEqual(before)
      } finally {
        await missing.drop()
      }
    })

  if (engine === 'sqlite')
    test.each([
      ['garbage', (file: Buffer) => Buffer.from('garbage '.repeat(file.length / 8))],
      ['partly overwritten', (file: Buffer) => Buffer.from(file).fill(0x5a, 8192, 60_000)],
      ['truncated to half its size', (file: Buffer) => file.subarray(0, file.length / 2)],
    ])('renames a damaged database file and creates a new one (%s)', async (_, damage) => {
      const before = await contentsOf(database.url)
      const file = join(database.directory, 'roost.db')
      const damaged = damage(readFileSync(file))
      writeFileSync(file, damaged)
      const restored = await restore()
      expect(restored).toMatchObject({ damaged: true })
      expect(readFileSync(String(restored.kept)).equals(damaged)).toBe(true)
      expect(await contentsOf(database.url)).toEqual(before)
      expect(readdirSync(database.directory).filter((name) => name.startsWith('.'))).toEqual([])
    })

  if (canMount)
    test('on a full disk leaves the database unchanged', async () => {
      const disk = smallDisk(600)
      const onSmallDisk = restore(archive, target(`file:${disk.path}/roost.db`)).catch(explainDatabaseError)
      expect(await onSmallDisk).toMatch(/^The disk is full: [^\n]+$/)
      expect(readdirSync(disk.path)).toEqual([])
      const before = await contentsOf(database.url)
      const onFullDisk = restoreBackup(archive, target(), { backups: disk.path }).catch(explainDatabaseError)
      expect(await onFullDisk).toMatch(/^The disk is full: [^\n]+$/)
      expect(await contentsOf(database.url)).toEqual(before)
    })
})
