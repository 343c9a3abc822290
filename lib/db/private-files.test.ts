import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { temporaryDirectory } from '../testing/temporary-directory'
import { withConnection } from './connection'
import { restrictDirectory, restrictToOwner } from './private-files.mjs'
import { openSqlite } from './sqlite'

const modeOf = (path: string) => (statSync(path).mode & 0o7777).toString(8)

function fileOf(mode: number, path = join(temporaryDirectory(), 'file')): string {
  writeFileSync(path, '')
  chmodSync(path, mode)
  return path
}

describe('restricting a path to its owner', () => {
  test.each([
    [0o644, '600'],
    [0o666, '600'],
    [0o640, '600'],
    [0o755, '700'],
    [0o600, '600'],
    [0o400, '400'],
    [0o000, '0'],
  ])('changes mode %o to %s and adds no permission', (mode, restricted) => {
    const path = fileOf(mode)
    restrictToOwner(path)
    expect(modeOf(path)).toBe(restricted)
  })

  test('ignores missing files, shared directories with the sticky bit, and targets of symbolic links', () => {
    restrictToOwner(join(temporaryDirectory(), 'missing'))
    const shared = temporaryDirectory()
    chmodSync(shared, 0o1777)
    restrictToOwner(shared)
    expect(modeOf(shared)).toBe('1777')
    const target = fileOf(0o644)
    const link = join(temporaryDirectory(), 'link')
    symlinkSync(target, link)
    restrictToOwner(link)
    expect(modeOf(target)).toBe('644')
  })

  test('applies to a directory and its direct entries', () => {
    const data = temporaryDirectory()
    chmodSync(data, 0o755)
    const media = join(data, 'media')
    mkdirSync(media, { mode: 0o755 })
    const files = ['roost.db', 'roost.db-wal', 'roost.db-shm', 'secrets.json'].map((name) =>
      fileOf(0o644, join(data, name)),
    )
    restrictDirectory(data)
    expect([data, media, ...files].map(modeOf)).toEqual(['700', '700', '600', '600', '600', '600'])
  })
})

describe('a SQLite file is readable by its owner only', () => {
  const opened = (file: string, create: boolean) =>
    withConnection(`file:${file}`, async (connection) => connection.rows('SELECT 1'), { create })

  test('when it is created, and so is its directory', async () => {
    const data = join(temporaryDirectory(), 'new')
    await opened(join(data, 'roost.db'), true)
    expect([modeOf(data), modeOf(join(data, 'roost.db'))]).toEqual(['700', '600'])
  })

  test('with its write-ahead log, even if the files had mode 644 before they were opened', async () => {
    const file = join(temporaryDirectory(), 'roost.db')
    const other = new Database(file)
    other.pragma('journal_mode = WAL')
    other.exec('CREATE TABLE birds (name TEXT)')
    const files = [file, `${file}-wal`, `${file}-shm`]
    for (const path of files) chmodSync(path, 0o644)
    await opened(file, false)
    expect(files.map(modeOf)).toEqual(['600', '600', '600'])

    for (const path of files) chmodSync(path, 0o644)
    const client = openSqlite(`file:${file}`)
    await client.$queryRaw`SELECT name FROM birds`
    expect(files.map(modeOf)).toEqual(['600', '600', '600'])
    await client.$disconnect()
    other.close()
  })

  test('when the server creates it', async () => {
    const file = join(temporaryDirectory(), 'roost.db')
    const client = openSqlite(`file:${file}`)
    await client.$executeRaw`CREATE TABLE birds (name TEXT)`
    expect([file, `${file}-wal`].map(modeOf)).toEqual(['600', '600'])
    await client.$disconnect()
  })
})
