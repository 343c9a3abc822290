import { expect, test } from 'vitest'
import { db, engine, Prisma, transaction } from '../db/db'
import { keysetSql } from '../db/keyset'
import { deletePost } from '../deletions/mutations'
import { followUser } from '../follows/mutations'
import { type Cursor, parseCursor } from '../page'
import { aPost, aUser, aViewer } from '../testing/factories'
import type { Viewer } from '../viewer'
import { homeFeedSql as homeFeedOnPostgresql } from './home-feed.postgresql'
import { homeFeedSql as homeFeedOnSqlite } from './home-feed.sqlite'
import { homeFeed } from './queries'

// Each selects another strategy: the merge, the short scan and the long scan (docs/decisions/027).
const followingCounts = [0, 200, 2000]

const second = (count: number) => new Date(Date.UTC(2026, 0, 1) + count * 1000)
const cursorOf = (link: string | null) => parseCursor(Object.fromEntries(new URLSearchParams(link ?? '')))

const withFollowingCount = (viewer: Viewer, followingCount: number): Viewer => ({ ...viewer, followingCount })

/** Inserts rows of posts directly, one per second. */
async function insertPosts(authorIds: number[], from: number, count: number) {
  const data = Array.from({ length: count }, (_, at) => ({
    authorId: authorIds[at % authorIds.length] as number,
    body: `post ${from + at}`,
    createdAt: second(from + at),
  }))
  await transaction((tx) => tx.post.createMany({ data }))
}

/** The ids of all pages from the newest to the oldest, and those of the pages in the other direction. */
async function readAll(viewer: Viewer, size: number) {
  const pages = [await homeFeed(viewer, null, size)]
  while (pages.at(-1)?.older) pages.push(await homeFeed(viewer, cursorOf(pages.at(-1)?.older ?? null), size))
  const back = pages.slice(-1)
  while (back[0]?.newer) back.unshift(await homeFeed(viewer, cursorOf(back[0].newer), size))
  return [pages, back].map((list) => list.flatMap(({ items }) => items.map(({ id }) => id)))
}

test('scan and merge return the same pages, without hidden users and deleted posts', async () => {
  const [ann, bob, muted, blocked, stranger] = [
    await aViewer(),
    await aViewer(),
    await aViewer(),
    await aViewer(),
    await aViewer(),
  ]
  for (const { username } of [bob, muted, blocked]) await followUser(ann, username)
  const created: { id: number; author: Viewer }[] = []
  for (let count = 0; count < 60; count++) {
    const author = [ann, bob, muted, blocked, stranger][count % 5] as Viewer
    // Many have equal times.
    const post = await aPost(author, `post ${count}`, { createdAt: second((count * 7) % 9) })
    created.push({ ...post, author })
  }
  const deleted = created.filter(({ author }) => author === bob).slice(3, 5)
  for (const { id } of deleted) await deletePost(bob, id)
  await transaction(async (tx) => {
    await tx.mute.create({ data: { muterId: ann.id, mutedId: muted.id } })
    // A block also hides a member who is still followed.
    await tx.block.create({ data: { blockerId: blocked.id, blockedId: ann.id } })
  })
  const expected = await db.post.findMany({
    where: { authorId: { in: [ann.id, bob.id] }, deletedAt: null },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { id: true },
  })
  expect(expected).toHaveLength(22)
  for (const count of followingCounts) {
    const ids = expected.map(({ id }) => id)
    expect([count, await readAll(withFollowingCount(ann, count), 4)]).toEqual([count, [ids, ids]])
  }
})

test('the merge completes a page that the limited scan cannot fill', async () => {
  const [ann, bob, stranger] = [await aViewer(), await aViewer(), await aUser()]
  await followUser(ann, bob.username)
  await insertPosts([bob.id], 0, 5)
  await insertPosts([stranger.id], 100, 1100)
  await insertPosts([bob.id], 2000, 2)
  for (const count of followingCounts) {
    const { items } = await homeFeed(withFollowingCount(ann, count), null, 4)
    expect(items.map(({ body }) => body)).toEqual(['post 2001', 'post 2000', 'post 4', 'post 3'])
  }
})

test('scan and merge read posts in index order', async () => {
  const [ann, bob] = [await aViewer(), await aViewer()]
  const others: number[] = []
  for (let count = 0; count < 20; count++) others.push((await aUser()).id)
  await followUser(ann, bob.username)
  await insertPosts([bob.id, ...others], 0, 4000)
  await transaction((tx) => tx.$executeRaw`ANALYZE`)
  const middle: Cursor = { at: second(2000), id: 2000, direction: 'older' }
  const homeFeedSql = engine === 'sqlite' ? homeFeedOnSqlite : homeFeedOnPostgresql
  for (const cursor of [null, middle, { ...middle, direction: 'newer' } as const]) {
    const sql = homeFeedSql(ann, keysetSql(cursor, Prisma.sql`x.created_at`, Prisma.sql`x.id`), 26, 1000)
    const explain = engine === 'sqlite' ? Prisma.sql`EXPLAIN QUERY PLAN` : Prisma.sql`EXPLAIN`
    const steps = await db.$queryRaw<object[]>(Prisma.sql`${explain} ${sql}`)
    const plan = steps.flatMap((step) => Object.values(step)).join('\n')
    expect(plan).toContain('posts_created_at_id_idx')
    expect(plan).toContain('posts_author_id_created_at_id_idx')
    expect(plan).not.toMatch(/Seq Scan on posts x|SCAN x\b(?! USING)/)
  }
})
