import { describe, expect, test } from 'vitest'
import { blockUser } from '../blocks/mutations'
import { bookmarkPost } from '../bookmarks/mutations'
import { db, transaction } from '../db/db'
import { subscribe } from '../events/events'
import { exploreFeed, profileFeed, tagFeed } from '../feeds/queries'
import { followUser } from '../follows/mutations'
import { likePost } from '../likes/mutations'
import { createPost, editPost } from '../posts/mutations'
import { parseQuery } from '../search/parse-query'
import { searchPosts } from '../search/queries'
import { storage } from '../storage/storage'
import { archivedPost, roostArchive, zipOf } from '../testing/archives'
import { aPost, aViewer, countersOf } from '../testing/factories'
import { exportArchive, importArchive, uploadArchive } from '../testing/imports'
import { unzip } from '../testing/unzip'
import type { Viewer } from '../viewer'
import { uploadName } from './policy'

const bodiesOf = ({ items }: { items: { body: string }[] }) => items.map(({ body }) => body)

async function jsonOf(bytes: Buffer) {
  const files = await unzip(bytes)
  return (name: string) => JSON.parse(String(files.get(`data/${name}.json`)))[name]
}

/** Deletes everything that an archive restores. */
async function wipe(viewer: Viewer) {
  await transaction(async (tx) => {
    await tx.post.deleteMany({ where: { authorId: viewer.id } })
    await tx.follow.deleteMany({ where: { followerId: viewer.id } })
    await tx.like.deleteMany({ where: { userId: viewer.id } })
    await tx.bookmark.deleteMany({ where: { userId: viewer.id } })
    const data = { postCount: 0, followingCount: 0, displayName: '', aboutMe: '' }
    await tx.user.update({ where: { id: viewer.id }, data })
    await tx.post.updateMany({ data: { likeCount: 0, replyCount: 0 } })
    await tx.user.updateMany({ data: { followerCount: 0 } })
  })
}

test('restores an account: a second export equals the first except for the ids of its posts', async () => {
  const ann = await aViewer({ username: 'ann', displayName: 'Ann', aboutMe: 'Birds' })
  const bob = await aViewer({ username: 'bob' })
  const foreign = await aPost(bob, 'by bob', { createdAt: new Date('2025-01-01T00:00:00Z') })
  const first = await aPost(ann, 'first #tag @bob', { createdAt: new Date('2025-01-02T00:00:00Z') })
  await editPost(ann, { id: first.id, body: 'first, edited #tag @bob' })
  const own = await aPost(ann, 'to myself', { replyTo: first.id })
  await aPost(ann, 'to bob', { replyTo: foreign.id })
  for (const id of [own.id, foreign.id]) await likePost(ann, id)
  await bookmarkPost(ann, foreign.id)
  await followUser(ann, 'bob')
  const before = await exportArchive(ann)
  await wipe(ann)

  const result = await importArchive(ann, before)
  expect(result).toMatchObject({ state: 'ready', kind: 'roost', skipped: [] })
  expect(result.imported).toEqual([
    ['posts', 3],
    ['follows', 1],
    ['likes', 2],
    ['bookmarks', 1],
    ['profile', 1],
  ])
  const [old, now] = [await jsonOf(before), await jsonOf(await exportArchive(ann))]
  // An imported post has a new id; its origin contains the old one.
  const instance = old('profile')[0].instance
  const oldIds = new Map<number, number>(
    now('posts').map(({ id, origin }: { id: number; origin: string }) => [
      id,
      Number(origin.replace(`roost:${instance}:`, '')),
    ]),
  )
  const oldId = (id: number | null) => (id === null ? null : (oldIds.get(id) ?? id))
  const normal = {
    posts: now('posts').map(({ origin, replyToOrigin, ...post }: Record<string, unknown>) => ({
      ...post,
      ...{ id: oldId(post.id as number), replyToId: oldId(post.replyToId as number | null) },
    })),
    likes: now('likes').map(({ origin, ...like }: Record<string, unknown>) => ({
      ...like,
      postId: oldId(like.postId as number),
    })),
  }
  for (const [name, entries] of Object.entries(normal)) expect(entries).toEqual(old(name))
  for (const name of ['profile', 'bookmarks', 'following', 'followers', 'messages'])
    expect(now(name)).toEqual(old(name))
  expect(await countersOf(ann.id)).toEqual({ postCount: 3, followingCount: 1, followerCount: 0 })
  expect(await countersOf(bob.id)).toMatchObject({ followerCount: 1 })
  const parent = await db.post.findUniqueOrThrow({ where: { id: foreign.id } })
  expect([parent.likeCount, parent.replyCount]).toEqual([1, 1])
})

test('imports nothing twice, neither an imported archive nor the posts of this account', async () => {
  const ann = await aViewer({ username: 'ann' })
  await aPost(ann, 'here already')
  const own = await exportArchive(ann)
  expect(await importArchive(ann, own)).toMatchObject({ imported: [], skipped: [['existing', 1]] })
  const other = await zipOf(roostArchive([archivedPost(2), archivedPost(1)]))
  expect(await importArchive(ann, other)).toMatchObject({ imported: [['posts', 2]], skipped: [] })
  expect(await importArchive(ann, other)).toMatchObject({ imported: [], skipped: [['existing', 2]] })
  // An archive of this account also contains what was imported.
  expect(await importArchive(ann, await exportArchive(ann))).toMatchObject({
    imported: [],
    skipped: [['existing', 3]],
  })
  expect(await db.post.count()).toBe(3)
  const bob = await aViewer()
  expect(await importArchive(bob, other)).toMatchObject({ imported: [['posts', 2]] })
})

describe('an imported post', () => {
  test('appears at the place of its date in every list, with its tags and search terms', async () => {
    const ann = await aViewer({ username: 'ann' })
    await aPost(ann, 'oldest #birds', { createdAt: new Date('2019-01-01T00:00:00Z') })
    await aPost(ann, 'newest #birds', { createdAt: new Date('2021-01-01T00:00:00Z') })
    await importArchive(ann, await zipOf(roostArchive([archivedPost(1, { body: 'between #birds' })])))
    const expected = ['newest #birds', 'between #birds', 'oldest #birds']
    const lists = await Promise.all([
      exploreFeed(ann, null, 10),
      profileFeed(ann, ann.id, null, 10),
      tagFeed(null, 'birds', null, 10),
      searchPosts(ann, parseQuery('birds'), { sort: 'newest', sortKey: null, direction: 'older' }, 10),
    ])
    for (const list of lists) expect(bodiesOf(list)).toEqual(expected)
    const { language, createdAt } = await db.post.findFirstOrThrow({ where: { body: 'between #birds' } })
    expect([createdAt, language]).toEqual([new Date('2020-01-01T00:01:00Z'), expect.any(String)])
  })

  test('creates no notification and no live event, and invalidates the guest pages that show it', async () => {
    const [ann, bob] = [await aViewer({ username: 'ann' }), await aViewer({ username: 'bob' })]
    const events: { type: string; keys?: string[] }[] = []
    const unsubscribe = subscribe((event) => void events.push(event))
    await importArchive(ann, await zipOf(roostArchive([archivedPost(1, { body: 'hello @bob #tag' })])))
    unsubscribe()
    expect(await db.notification.count()).toBe(0)
    expect(await db.mention.count({ where: { userId: bob.id } })).toBe(1)
    expect(events.filter(({ type }) => type === 'post')).toEqual([])
    const keys = events.flatMap(({ keys = [] }) => keys)
    expect(keys).toEqual(expect.arrayContaining(['page:/users/ann', 'page:/tags/tag', 'page:/explore']))
  })
})

describe('a reply', () => {
  test('is imported below its parent in the archive, whose counter it increments', async () => {
    const ann = await aViewer()
    const posts = [archivedPost(3, { replyToId: 2 }), archivedPost(2, { replyToId: 1 }), archivedPost(1)]
    await importArchive(ann, await zipOf(roostArchive(posts)))
    const [one, two, three] = await db.post.findMany({ orderBy: { createdAt: 'asc' } })
    expect([two?.replyToId, three?.replyToId, three?.rootId]).toEqual([one?.id, two?.id, one?.id])
    expect([one?.replyCount, two?.replyCount]).toEqual([1, 1])
  })

  test('is skipped with the replies below it when the post that it answers is not here', async () => {
    const ann = await aViewer()
    const posts = [archivedPost(9, { replyToId: 8 }), archivedPost(8, { replyToId: 7 }), archivedPost(1)]
    expect(await importArchive(ann, await zipOf(roostArchive(posts)))).toMatchObject({
      imported: [['posts', 1]],
      skipped: [['replies', 2]],
    })
  })

  test('is skipped when a block separates the member from the author', async () => {
    const [ann, bob] = [await aViewer({ username: 'ann' }), await aViewer({ username: 'bob' })]
    const foreign = await aPost(bob, 'by bob')
    const reply = await createPost(ann, { body: 'a reply', replyTo: foreign.id })
    const archive = await exportArchive(ann)
    await transaction((tx) => tx.post.delete({ where: { id: reply.id } }))
    await blockUser(bob, 'ann')
    expect(await importArchive(ann, archive)).toMatchObject({ imported: [], skipped: [['replies', 1]] })
  })
})

test('skips posts whose dates are before 1990 or in the future', async () => {
  const ann = await aViewer()
  const times = ['1989-12-31T23:59:59Z', new Date(Date.now() + 60_000).toISOString()]
  const posts = times.map((createdAt, at) => archivedPost(at + 1, { createdAt }))
  expect(await importArchive(ann, await zipOf(roostArchive(posts)))).toMatchObject({
    imported: [],
    skipped: [['date', 2]],
  })
})

test('follows, likes and bookmarks only what is here', async () => {
  const ann = await aViewer({ username: 'ann' })
  const bob = await aViewer({ username: 'bob' })
  await importArchive(bob, await zipOf(roostArchive([archivedPost(5)])))
  const createdAt = '2021-01-01T00:00:00.000Z'
  const reactions = [
    { postId: 5, author: 'Bob', body: '', createdAt },
    { postId: 5, author: 'eve', body: '', createdAt },
    { postId: 6, author: 'bob', body: '', createdAt },
  ]
  const files = {
    'data/following.json': { following: ['bob', 'eve', 'ann'].map((username) => ({ username, createdAt })) },
    'data/likes.json': { likes: reactions },
    'data/bookmarks.json': { bookmarks: reactions },
  }
  const result = await importArchive(ann, await zipOf(roostArchive([], files)))
  expect(result.imported).toEqual([
    ['follows', 1],
    ['likes', 1],
    ['bookmarks', 1],
  ])
  expect(result.skipped).toEqual([['missing', 6]])
  expect((await db.post.findFirstOrThrow()).likeCount).toBe(1)
  expect(await countersOf(bob.id)).toMatchObject({ followerCount: 1 })
  expect(await db.notification.count()).toBe(0)
})

describe('an import', () => {
  test('is refused while another one of the member is unfinished', async () => {
    const ann = await aViewer()
    const bytes = await zipOf(roostArchive([]))
    await uploadArchive(ann, bytes)
    await expect(uploadArchive(ann, bytes)).rejects.toMatchObject({ code: 'conflict' })
  })

  test('removes its file at the end', async () => {
    const ann = await aViewer()
    const { id } = await importArchive(ann, await zipOf(roostArchive([])))
    expect(await storage.get(uploadName(id))).toBeNull()
  })
})
