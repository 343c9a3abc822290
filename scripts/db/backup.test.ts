import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, inject, test } from 'vitest'
import { withConnection } from '../../lib/db/connection'
import { redactedUrl } from '../../lib/env/database-location'
import { createTestDatabase, type TestDatabase } from '../../lib/testing/database'
import { contentsOf, fillWithManyRows } from '../../lib/testing/many-rows'
import { runScript } from '../../lib/testing/run-script'

const { engine } = inject('template')

let database: TestDatabase

beforeEach(async () => {
  database = await createTestDatabase(inject('template'))
  await fillWithManyRows(database.url)
  return database.drop
})

const run = (script: string, args: string[], url = database.url) =>
  runScript(
    `scripts/db/${script}`,
    args,
    { DATA_DIR: database.directory, DATABASE_URL: url },
    '',
    database.directory,
  )

const json = ({ out }: { out: string }) => JSON.parse(out)
const deletePosts = () =>
  withConnection(database.url, ({ execute }) => execute('DELETE FROM posts WHERE id > 10'))

describe('npm run backup and npm run restore', () => {
  test('print a summary, and list and verify archives', async () => {
    const before = await contentsOf(database.url)
    const made = await run('backup.ts', [])
    expect(made.err).toBe('')
    expect(made.out).toMatch(
      /^\S+\/backups\/roost-\d{8}T\d{6}Z\.tar\.gz\n\d+ kB: 2,998 mentions, .+, 0 pictures, in /,
    )
    const path = String(made.out.split('\n')[0])

    expect((await run('restore.ts', ['--list'])).out).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC +\d+ kB {2}\S+\.tar\.gz\n$/,
    )
    expect((await run('restore.ts', [path, '--verify'])).out).toMatch(/ is valid: 2,998 mentions, /)

    await deletePosts()
    const restored = await run('restore.ts', [path, '--yes'])
    expect([restored.code, restored.err]).toEqual([0, ''])
    expect(restored.out).toMatch(
      /^Restored 2,998 mentions, .+ in .+\nThe previous data is in \S+-before-restore/,
    )
    expect(await contentsOf(database.url)).toEqual(before)
  })

  test('print JSON with --json', async () => {
    const target = join(database.directory, 'mine.tgz')
    const made = json(await run('backup.ts', ['--json', '--to', target]))
    expect(made).toMatchObject({ path: target, media: 0, rows: { posts: 1499 } })
    expect(json(await run('restore.ts', ['--list', '--json']))).toEqual([])
    expect(json(await run('restore.ts', [target, '--verify', '--json']))).toMatchObject({
      engine,
      rows: { users: 60 },
    })
    const restored = json(await run('restore.ts', [target, '--yes', '--json']))
    expect(restored).toMatchObject({ damaged: false, rows: made.rows })
    expect(json(await run('restore.ts', ['--list', '--json']))).toMatchObject([{ path: restored.kept }])
  })

  test('change nothing without confirmation', async () => {
    const { out } = await run('backup.ts', [])
    await deletePosts()
    const before = await contentsOf(database.url)
    const asked = await run('restore.ts', [String(out.split('\n')[0])])
    expect([asked.code, asked.out]).toEqual([1, ''])
    expect(asked.err).toBe(
      `This replaces everything in ${redactedUrl(database.url)}. There is no terminal to ask: confirm with --yes.\n`,
    )
    expect(await contentsOf(database.url)).toEqual(before)
  })

  test.each([
    ['backup.ts', ['--too'], /^Unknown option '--too'; try: npm run backup -- --help\n$/],
    ['backup.ts', ['--to', '/dev/full/x'], /^The file cannot be opened: [^\n]+\n$/],
    ['restore.ts', [], /^Name an archive; npm run restore -- --list [^\n]+\n$/],
    ['restore.ts', ['a', 'b'], /^Name only one archive; try: npm run restore -- --help\n$/],
    ['restore.ts', ['none.tar.gz', '--yes'], /^There is no file none\.tar\.gz: [^\n]+\n$/],
    ['restore.ts', ['/etc/hosts', '--verify'], /^\/etc\/hosts is not a valid archive: [^\n]+\n$/],
  ])('print one line and exit with 1: %s %j', async (script, args, line) => {
    const { code, out, err } = await run(script, args)
    expect([code, out]).toEqual([1, ''])
    expect(err).toMatch(line)
  })

  test.each([['backup.ts'], ['restore.ts']])('print --help without a database: %s', async (script) => {
    const { code, out } = await run(script, ['--help'], 'nonsense')
    expect([code, out]).toEqual([0, expect.stringMatching(/^npm run (backup|restore) /)])
  })

  test('report an unreachable server in one line', async () => {
    const { code, err } = await run('backup.ts', [], 'postgresql://roost:secret@127.0.0.1:1/roost')
    expect(code).toBe(1)
    expect(err).toMatch(/^The database server does not answer: [^\n]+\n$/)
    expect(err).not.toContain('secret')
  })
})

describe('npm run db -- transfer', () => {
  test('prints a summary with a note that pictures are not copied, also as JSON', async () => {
    const target = `file:${database.directory}/other/copy.db`
    const copied = await run('main.ts', ['transfer', '--from', database.url, '--to', target])
    expect([copied.code, copied.err]).toEqual([0, ''])
    expect(copied.out).toMatch(
      /^Copied 2,998 mentions, .+ to file:\S+copy\.db in [\d.]+ s\.\nSet DATABASE_URL [^\n]+server\.\n$/,
    )
    expect(await contentsOf(target)).toEqual(await contentsOf(database.url))

    writePicture()
    const again = json(await run('main.ts', ['transfer', '--json', '--from', target, '--to', `${target}2`]))
    expect(again).toMatchObject({ from: target, to: `${target}2`, rows: { posts: 1499 }, pictures: true })
    expect((await run('main.ts', ['transfer', '--from', target, '--to', `${target}3`])).out).toContain(
      'pictures stay',
    )
  })

  test.each([
    [['--from', 'file:x'], /^--to is missing; try: npm run db -- transfer --help\n$/],
    [
      ['--from', 'file:/none.db', '--to', 'file:y'],
      /^The source does not exist: there is no file \/none\.db\.\n$/,
    ],
    [['--fro', 'file:x'], /^Unknown option '--fro'; try: npm run db -- transfer --help\n$/],
    [['--from', 'mysql://x', '--to', 'file:y'], /^--from must start with file: [^\n]*\n$/],
  ])('%j prints one line and exits with 1', async (args, line) => {
    const { code, out, err } = await run('main.ts', ['transfer', ...args])
    expect([code, out]).toEqual([1, ''])
    expect(err).toMatch(line)
    expect(existsSync(join(database.directory, 'y'))).toBe(false)
  })
})

function writePicture() {
  mkdirSync(join(database.directory, 'media/avatars'), { recursive: true })
  writeFileSync(join(database.directory, 'media/avatars/a-96.webp'), 'picture')
}
