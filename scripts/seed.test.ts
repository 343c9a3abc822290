import { cp, symlink, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { withConnection } from '../lib/db/connection'
import { db } from '../lib/db/db'
import { listTables } from '../lib/db/migration-history'
import { follow } from '../lib/follows/mutations'
import { emptyDatabase, engine } from '../lib/testing/empty-database'
import { aPost, aViewer, countersOf, viewerOf } from '../lib/testing/factories'
import { runScript } from '../lib/testing/run-script'
import { changeSettings } from '../lib/testing/settings'
import { cleanSeed } from '../prisma/seed/clean'
import { seedCommunity } from '../prisma/seed/community'
import { seedFlags } from '../prisma/seed/flags'

// The runs of the command start processes of their own, and a busy machine takes its time over that.
vi.setConfig({ testTimeout: 60_000 })

const quietly = async (work: () => Promise<void>) => {
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

test('CLI-04 the seed brings john and susan with posts, and --clean takes away all it brought', async () => {
  expect(await quietly(() => seedCommunity({ force: false }))).toContain('john, susan, mary, david')
  for (const username of ['john', 'susan'])
    expect(await db.post.count({ where: { author: { username } } })).toBeGreaterThan(3)
  expect(await quietly(() => cleanSeed({ yes: false }))).toBe(
    'Removed 14 members and 62 posts; 0 other members were left alone.',
  )
  expect(await rows()).toEqual({ users: 0, posts: 0, follows: 0, mentions: 0, tags: 0, sessions: 0 })
  expect(await quietly(() => cleanSeed({ yes: false }))).toContain('nothing was changed')
})

test('CLI-04 whoever came by themselves stays, with their posts and with counters that are right', async () => {
  const [ann, bob] = [await aViewer({ username: 'ann' }), await aViewer({ email: 'bench_1@example.org' })]
  await quietly(() => seedCommunity({ force: true }))
  const john = await aViewerCalled('john')
  await follow(ann, 'susan')
  await follow(ann, bob.username)
  await follow(john, 'ann')
  await aPost(ann, 'Good morning, @john')
  expect(await countersOf(ann.id)).toEqual({ postCount: 1, followerCount: 1, followingCount: 2 })
  await quietly(() => cleanSeed({ yes: false }))
  expect(await countersOf(ann.id)).toEqual({ postCount: 1, followerCount: 0, followingCount: 1 })
  expect(await countersOf(bob.id)).toEqual({ postCount: 0, followerCount: 1, followingCount: 0 })
  expect(await rows()).toMatchObject({ users: 2, posts: 1, follows: 1, mentions: 0 })
})

test('CLI-04 in production --clean asks for --yes', async () => {
  await quietly(() => seedCommunity({ force: false }))
  changeSettings({ NODE_ENV: 'production' })
  await expect(cleanSeed({ yes: false })).rejects.toThrow('add --yes in production')
  expect(await db.user.count()).toBe(14)
  await quietly(() => cleanSeed({ yes: true }))
  expect(await db.user.count()).toBe(0)
})

test('the flags of --clean', () => {
  expect(seedFlags(['--clean'])).toEqual({ kind: 'clean', yes: false })
  expect(seedFlags(['--clean', '--yes'])).toEqual({ kind: 'clean', yes: true })
  for (const wrong of [
    ['--yes'],
    ['--clean', '--users', '5'],
    ['--clean', '--force'],
    ['--clean', '--seed', '0'],
  ])
    expect(() => seedFlags(wrong)).toThrow()
})

async function aViewerCalled(username: string) {
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
  const refusal = (line: RegExp) => ({ code: 1, out: '', err: expect.stringMatching(line) })
  const tables = () => withConnection(database.url, listTables, { create: true })

  test('migrates as a starting server does, and refuses what is for a person to do', async () => {
    const byHand = refusal(/^The database is [^\n]* behind [^\n]*run npm run db -- upgrade[^\n]*\n$/)
    expect(await seed([], { AUTO_MIGRATE: '0' })).toEqual(byHand)
    if (engine === 'postgresql') expect(await seed([], { NODE_ENV: 'production' })).toEqual(byHand)
    expect(await tables()).toEqual([])
    expect(await seed(small)).toMatchObject({ code: 0, err: '' })
  })

  test('--clean makes no tables', async () => {
    const noTables = refusal(/^\S+ has no tables yet, so there is nobody to remove\.\n$/)
    for (const AUTO_MIGRATE of ['0', '1']) expect(await seed(['--clean'], { AUTO_MIGRATE })).toEqual(noTables)
    expect(await tables()).toEqual([])
    await database.fill()
    // As an upgrade leaves it that failed.
    await database.execute(
      "UPDATE _prisma_migrations SET finished_at = NULL, logs = 'Nothing of it was kept.'",
    )
    const behind = refusal(/^The database lacks [\w, ]+: run npm run db -- upgrade first\.\n$/)
    expect(await seed(['--clean'])).toEqual(behind)
  })

  test('a database that is none of ours, or not there, is one line', async () => {
    await database.fill()
    await database.execute('DROP TABLE _prisma_migrations')
    for (const flag of [[], ['--clean']])
      expect(await seed(flag)).toEqual(
        refusal(/^The database has tables but [^\n]*db -- stamp head[^\n]*\n$/),
      )
    const letter = join(database.directory, 'letter.db')
    await writeFile(letter, 'Dear Susan, this is no database at all.'.repeat(40))
    const said = refusal(/^The file is not a SQLite database: [^\n]*\n$/)
    expect(await seed([], { DATABASE_URL: `file:${letter}` })).toEqual(said)
    if (engine === 'sqlite') return
    await database.drop()
    expect(await seed([])).toEqual(refusal(/^The server has no such database: [^\n]*\n$/))
  })

  test('.env names the database where the environment leaves it empty, as with every other command', async () => {
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
