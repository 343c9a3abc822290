import { expect, test, vi } from 'vitest'
import { db } from '../lib/db/db'
import { follow } from '../lib/follows/mutations'
import { aPost, aViewer, countersOf, viewerOf } from '../lib/testing/factories'
import { changeSettings } from '../lib/testing/settings'
import { cleanSeed } from '../prisma/seed/clean'
import { seedCommunity } from '../prisma/seed/community'
import { parseFlags } from '../prisma/seed/flags'

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
  expect(parseFlags(['--clean'])).toEqual({ kind: 'clean', yes: false })
  expect(parseFlags(['--clean', '--yes'])).toEqual({ kind: 'clean', yes: true })
  for (const wrong of [
    ['--yes'],
    ['--clean', '--users', '5'],
    ['--clean', '--force'],
    ['--clean', '--seed', '0'],
  ])
    expect(() => parseFlags(wrong)).toThrow()
})

async function aViewerCalled(username: string) {
  const { id } = await db.user.findFirstOrThrow({ where: { username } })
  return viewerOf(id)
}
