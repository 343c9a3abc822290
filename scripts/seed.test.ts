import { cp, symlink, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { withConnection } from '../lib/db/connection'
import { db } from '../lib/db/db'
import { listTables } from '../lib/db/migration-history'
import { followUser } from '../lib/follows/mutations'
import { emptyDatabase, engine } from '../lib/testing/empty-database'
import { aPost, aViewer, countersOf, viewerOf } from '../lib/testing/factories'
import { runScript } from '../lib/testing/run-script'
import { changeSettings } from '../lib/testing/settings'
import { cleanSeed } from '../prisma/seed/clean'
import { seedCommunity } from '../prisma/seed/community'
import { parseSeedFlags } from '../prisma/seed/flags'

const captureLog = async (work: () => Promise<void>) => {
  const printed = vi.spyOn(console, 'log').mockReturnValue()
  await work()
  const lines = printed.mock.calls.flat().join('\n')
  printed.mockRestore()
  return lines
}

const rows = async () => ({
  users: await db.user.count(),
  posts: await db.post.count(),
  follows: await db.follow.count(),
  mentions: await db.mention.count(),
  tags: await db.postTag.count(),
  sessions: await db.session.count(),
})

test('the seed creates john and susan with posts, and --clean deletes everything it created [CLI-04]', async () => {
  expect(await captureLog(() => seedCommunity({ force: false }))).toContain('john, susan, mary, david')
  for (const username of ['john', 'susan'])
    expect(await db.post.count({ where: { author: { username } } })).toBeGreaterThan(3)
  expect(await captureLog(() => cleanSeed({ yes: false }))).toBe(
    'Removed 14 members and 62 posts; 0 other members remain.',
  )
  expect(await rows()).toEqual({ users: 0, posts: 0, follows: 0, mentions: 0, tags: 0, sessions: 0 })
  expect(await captureLog(() => cleanSeed({ yes: false }))).toContain('nothing was changed')
})

test('--clean keeps other members, their posts and correct counters [CLI-04]', async () => {
  const [ann, bob] = [await aViewer({ username: 'ann' }), await aViewer({ email: 'bench_1@example.org' })]
  await captureLog(() => seedCommunity({ force: true }))
  const john = await viewerNamed('john')
  await followUser(ann, 'susan')
  await followUser(ann, bob.username)
  await followUser(john, 'ann')
  await aPost(ann, 'Good morning, @john')
  expect(await countersOf(ann.id)).toEqual({ postCount: 1, followerCount: 1, followingCount: 2 })
  await captureLog(() => cleanSeed({ yes: false }))
  expect(await countersOf(ann.id)).toEqual({ postCount: 1, followerCount: 0, followingCount: 1 })
  expect(await countersOf(bob.id)).toEqual({ postCount: 0, followerCount: 1, followingCount: 0 })
  expect(await rows()).toMatchObject({ users: 2, posts: 1, follows: 1, mentions: 0 })
})

test('--clean requires --yes in production [CLI-04]', async () => {
  await captureLog(() => seedCommunity({ force: false }))
  changeSettings({ NODE_ENV: 'production' })
  await expect(cleanSeed({ yes: false })).rejects.toThrow('add --yes in production')
  expect(await db.user.count()).toBe(14)
  await captureLog(() => cleanSeed({ yes: true }))
  expect(await db.user.count()).toBe(0)
})

test('--clean accepts only --yes', () => {
  expect(parseSeedFlags(['--clean'])).toEqual({ kind: 'clean', yes: false })
  expect(parseSeedFlags(['--clean', '--yes'])).toEqual({ kind: 'clean', yes: true })
  for (const invalid of [
    ['--yes'],
    ['--clean', '--users', '5'],
    ['--clean', '--force'],
    ['--clean', '--seed', '0'],
  ])
    expect(() => parseSeedFlags(invalid)).toThrow()
})

async function viewerNamed(username: string) {
  const { id } = await db.user.findFirstOrThrow({ where: { username } })
  return viewerOf(id)
}

describe('npm run seed', () => {
  const database = emptyDatabase()
  const seed = (args: string[], settings: Record<string, string> = {}, script = 'prisma/seed.ts') =>
    runScript(script, args, {
      AUTH_SECRET: 'f6kQ0s8Yv2Lw9Zr4Xc7Bn1Mj5Hg3Td' + 'Pa',
      DATA_DIR: database.directory,
      DATABASE_URL: database.url,
      ...settings,
    })
  const small = ['--users', '2', '--posts', '2', '--follows', '1']
  const failure = (line: RegExp) => ({ code: 1, out: '', err: expect.stringMatching(line) })
  const tables = () => withConnection(database.url, listTables, { create: true })

  test('migrates like a server start, and fails if AUTO_MIGRATE disables migrations', async () => {
    const byHand = failure(/^The database is [^\n]* behind [^\n]*run npm run db -- upgrade[^\n]*\n$/)
    expect(await seed([], { AUTO_MIGRATE: '0' })).toEqual(byHand)
    if (engine === 'postgresql') expect(await seed([], { NODE_ENV: 'production' })).toEqual(byHand)
    expect(await tables()).toEqual([])
    expect(await seed(small)).toMatchObject({ code: 0, err: '' })
  })

  test('--clean creates no tables', async () => {
    const noTables = failure(/^\S+ has no tables yet, so there are no members to remove\.\n$/)
    for (const AUTO_MIGRATE of ['0', '1']) expect(await seed(['--clean'], { AUTO_MIGRATE })).toEqual(noTables)
    expect(await tables()).toEqual([])
    await database.fill()
    // The state after a failed upgrade.
    await database.execute(
      "UPDATE _prisma_migrations SET finished_at = NULL, logs = 'Nothing of it was kept.'",
    )
    const behind = failure(/^The database lacks [\w, ]+: run npm run db -- upgrade first\.\n$/)
    expect(await seed(['--clean'])).toEqual(behind)
  })

  test('reports an unmanaged, invalid or missing database in one line', async () => {
    await database.fill()
    await database.execute('DROP TABLE _prisma_migrations')
    for (const flag of [[], ['--clean']])
      expect(await seed(flag)).toEqual(
        failure(/^The database has tables but [^\n]*db -- stamp head[^\n]*\n$/),
      )
    const file = join(database.directory, 'text.db')
    await writeFile(file, 'This text is not a database at all.'.repeat(40))
    const invalid = failure(/^The file is not a SQLite database: [^\n]*\n$/)
    expect(await seed([], { DATABASE_URL: `file:${file}` })).toEqual(invalid)
    if (engine === 'sqlite') return
    await database.drop()
    expect(await seed([])).toEqual(failure(/^The server has no such database: [^\n]*\n$/))
  })

  test('uses DATABASE_URL from .env when the environment variable is empty', async () => {
    const copy = join(database.directory, 'project')
    const root = resolve(import.meta.dirname, '..')
    for (const part of ['lib', 'prisma', 'scripts', 'package.json', 'tsconfig.json'])
      await cp(join(root, part), join(copy, part), { recursive: true })
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
    await writeFile(join(copy, '.env'), `DATABASE_URL=${database.url}\n`)
    const result = await seed(small, { DATABASE_URL: '' }, relative(root, join(copy, 'prisma/seed.ts')))
    expect(result).toMatchObject({ code: 0, err: '' })
    expect(await database.query('SELECT id FROM users')).toHaveLength(2)
  })
})
