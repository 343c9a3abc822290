import { describe, expect, test } from 'vitest'
import { blockUser, muteUser } from '../blocks/mutations'
import { db, engine, Prisma, transaction } from '../db/db'
import { deletePost } from '../deletions/mutations'
import { likePost, unlikePost } from '../likes/mutations'
import { type Cursor, type Page, parseCursor } from '../page'
import type { PostView } from '../posts/view'
import { aPost, aViewer } from '../testing/factories'
import type { Viewer } from '../viewer'
import { likesFeed, likesSql, profileFeed, repliesFeed, repliesSql } from './queries'

const second = (count: number) => new Date(Date.UTC(2026, 0, 1) + count * 1000)
const bodies = (page: Page<PostView>) => page.items.map(({ body }) => body)
const cursorOf = (link: string | null) => parseCursor(Object.fromEntries(new URLSearchParams(link ?? '')))

/** Likes a post at the given time. */
async function likeAt(viewer: Viewer, postId: number, createdAt: Date): Promise<void> {
  await likePost(viewer, postId)
  await transaction((tx) => tx.like.updateMany({ where: { userId: viewer.id, postId }, data: { createdAt } }))
}

/** Reads all pages from the newest to the oldest, and back. */
async function walk(load: (cursor: Cursor | null) => Promise<Page<PostView>>) {
  const pages = [await load(null)]
  while (pages.at(-1)?.older) pages.push(await load(cursorOf(pages.at(-1)?.older ?? null)))
  const back = pages.slice(-1)
  while (back[0]?.newer) back.unshift(await load(cursorOf(back[0].newer)))
  return { pages: pages.length, forth: pages.flatMap(bodies), back: back.flatMap(bodies) }
}

describe('the replies of a profile', () => {
  test("are the user's replies to any post, including their own posts, newest first", async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const root = await aPost(bob, 'root', { createdAt: second(1) })
    const own = await aPost(ann, 'own root', { createdAt: second(2) })
    await aPost(ann, 'first', { replyTo: root.id, createdAt: second(3) })
    await aPost(ann, 'to herself', { replyTo: own.id, createdAt: second(4) })
    await aPost(bob, 'not hers', { replyTo: own.id, createdAt: second(5) })
    expect(bodies(await repliesFeed(null, ann.id, null, 9))).toEqual(['to herself', 'first'])
    expect(bodies(await profileFeed(null, ann.id, null, 9))).toEqual(['to herself', 'first', 'own root'])
  })

  test('remain when their parent is deleted, and disappear when deleted themselves', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const root = await aPost(bob, 'root')
    const reply = await aPost(ann, 'reply', { replyTo: root.id })
    await aPost(bob, 'below', { replyTo: reply.id })
    await deletePost(bob, root.id)
    expect((await repliesFeed(ann, ann.id, null, 9)).items).toMatchObject([
      { body: 'reply', replyTo: { id: root.id, username: null } },
    ])
    await deletePost(ann, reply.id)
    expect(bodies(await repliesFeed(ann, ann.id, null, 9))).toEqual([])
  })

  test('are paginated without gaps or duplicates in both directions', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const root = await aPost(bob, 'root')
    const expected: string[] = []
    for (let at = 0; at < 11; at++) {
      await aPost(ann, `post ${at}`, { createdAt: second(at) })
      await aPost(ann, `reply ${at}`, { replyTo: root.id, createdAt: second(Math.floor(at / 3)) })
      expected.unshift(`reply ${at}`)
    }
    const all = await walk((cursor) => repliesFeed(bob, ann.id, cursor, 4))
    expect(all).toEqual({ pages: 3, forth: expected, back: expected })
  })
})

describe('the likes of a profile', () => {
  test('are ordered by the time of the like, and disappear after an unlike', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const older = await aPost(bob, 'older', { createdAt: second(1) })
    const newer = await aPost(bob, 'newer', { createdAt: second(2) })
    await likeAt(ann, newer.id, second(3))
    await likeAt(ann, older.id, second(4))
    expect(bodies(await likesFeed(null, ann.id, null, 9))).toEqual(['older', 'newer'])
    await unlikePost(ann, older.id)
    expect(bodies(await likesFeed(null, ann.id, null, 9))).toEqual(['newer'])
    expect(bodies(await likesFeed(null, bob.id, null, 9))).toEqual([])
  })

  test('are paginated without gaps or duplicates in both directions', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const expected: string[] = []
    for (let at = 0; at < 11; at++) {
      const { id } = await aPost(bob, `post ${at}`, { createdAt: second(50 - at) })
      await likeAt(ann, id, second(Math.floor(at / 3)))
      expected.unshift(`post ${at}`)
    }
    const all = await walk((cursor) => likesFeed(bob, ann.id, cursor, 4))
    expect(all).toEqual({ pages: 3, forth: expected, back: expected })
  })

  test('exclude posts of users whom the viewer blocks or mutes, or who block the viewer', async () => {
    const [ann, reader] = [await aViewer(), await aViewer()]
    const [blocked, blocker, muted, other] = [
      await aViewer(),
      await aViewer(),
      await aViewer(),
      await aViewer(),
    ]
    for (const [at, author] of [blocked, blocker, muted, other].entries()) {
      const { id } = await aPost(author, `by ${at}`)
      await likeAt(ann, id, second(at))
    }
    await blockUser(reader, blocked.username)
    await blockUser(blocker, reader.username)
    await muteUser(reader, muted.username)
    expect(bodies(await likesFeed(reader, ann.id, null, 9))).toEqual(['by 3'])
    expect(bodies(await likesFeed(null, ann.id, null, 9))).toEqual(['by 3', 'by 2', 'by 1', 'by 0'])
    await blockUser(ann, reader.username)
    expect(bodies(await likesFeed(reader, ann.id, null, 9))).toEqual([])
  })
})

/** Ann has written 2000 posts, of which 200 are replies, and likes all 6000 replies of Bob. */
async function profileWithManyPosts(): Promise<Viewer> {
  const [ann, bob] = [await aViewer(), await aViewer()]
  const root = await aPost(bob)
  const row = { body: 'x'.repeat(100) }
  const hers = Array.from({ length: 2000 }, (_, at) => ({
    ...row,
    authorId: ann.id,
    createdAt: second(at),
    replyToId: at % 10 ? null : root.id,
  }))
  const his = [...hers, ...hers, ...hers].map((post) => ({ ...post, authorId: bob.id, replyToId: root.id }))
  await transaction((tx) => tx.post.createMany({ data: [...hers, ...his] }))
  const posts = await db.post.findMany({ where: { authorId: bob.id }, select: { id: true } })
  const likes = posts.map(({ id: postId }, at) => ({
    userId: ann.id,
    postId,
    createdAt: second((at * 7) % 2000),
  }))
  await transaction((tx) => tx.like.createMany({ data: likes }))
  await transaction((tx) => tx.$executeRaw`ANALYZE`)
  return ann
}

test('replies and likes use an index that matches their sort order', async () => {
  const ann = await profileWithManyPosts()
  const explain = engine === 'sqlite' ? Prisma.sql`EXPLAIN QUERY PLAN` : Prisma.sql`EXPLAIN`
  const planOf = async (sql: Prisma.Sql) => {
    const steps = await db.$queryRaw<object[]>(Prisma.sql`${explain} ${sql}`)
    return steps.flatMap((step) => Object.values(step)).join('\n')
  }
  const middle: Cursor = { at: second(1000), id: 500, direction: 'older' }
  for (const viewer of [ann, null])
    for (const cursor of [null, middle, { ...middle, direction: 'newer' } as const]) {
      const plans = [
        [await planOf(repliesSql(viewer, ann.id, cursor, 26)), 'posts_replies_by_author_idx'],
        [await planOf(likesSql(viewer, ann.id, cursor, 26)), 'likes_user_id_created_at_post_id_idx'],
      ] as const
      for (const [plan, index] of plans) {
        expect(plan).toContain(index)
        expect(plan).not.toMatch(/TEMP B-TREE|\bSort\b/)
      }
    }
})
