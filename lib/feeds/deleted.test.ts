import { describe, expect, test } from 'vitest'
import { postsAfter } from '../api/stream/audience'
import { bookmarkPost } from '../bookmarks/mutations'
import { listBookmarks } from '../bookmarks/queries'
import { db, transaction } from '../db/db'
import { deletePost } from '../deletions/mutations'
import { followUser } from '../follows/mutations'
import { likePost, unlikePost } from '../likes/mutations'
import { listNotifications } from '../notifications/queries'
import { type Cursor, formatCursor, type Page } from '../page'
import { createPost, editPost } from '../posts/mutations'
import { authorOf, findPostTarget, getConversation, getHistory, getPost } from '../posts/queries'
import { reindex } from '../search/mutations'
import { parseQuery } from '../search/parse-query'
import { searchPosts } from '../search/queries'
import { searchCursorParams } from '../search/schema'
import { aPost, aViewer } from '../testing/factories'
import type { Viewer } from '../viewer'
import { exploreFeed, homeFeed, likesFeed, profileFeed, tagFeed } from './queries'

const second = (count: number) => new Date(Date.UTC(2026, 0, 1) + count * 1000)
const before: Cursor = { at: second(60), id: 0, direction: 'older' }
const after: Cursor = { at: second(0), id: 0, direction: 'newer' }
const cursors: (Cursor | null)[] = [null, before, after]

/** Two posts of Bob, whom Ann follows. Both have a reply, a like and a bookmark; one of them is deleted. */
type Scene = { ann: Viewer; bob: Viewer; stays: number; gone: number; answer: number }

async function aScene(remove: (scene: Scene) => Promise<unknown>): Promise<Scene> {
  const [ann, bob] = [await aViewer(), await aViewer()]
  await followUser(ann, bob.username)
  const [stays = 0, gone = 0] = [
    (await aPost(bob, 'heron #birds', { createdAt: second(1) })).id,
    (await aPost(bob, `heron secret #birds @${ann.username}`, { createdAt: second(2) })).id,
  ]
  const eve = await aViewer()
  let answer = 0
  for (const id of [stays, gone]) {
    await likePost(ann, id)
    await bookmarkPost(ann, id)
    const createdAt = second(10 + id)
    const rows = { where: { postId: id }, data: { createdAt } }
    await transaction((tx) => tx.bookmark.updateMany(rows))
    await transaction((tx) => tx.like.updateMany(rows))
    answer = (await aPost(eve, 'An answer', { replyTo: id, createdAt: second(20) })).id
  }
  const scene = { ann, bob, stays, gone, answer }
  await remove(scene)
  return scene
}

const markDeleted = (id: number) =>
  transaction((tx) =>
    tx.post.update({ where: { id }, data: { deletedAt: new Date() }, select: { id: true } }),
  )

// The application never creates the second state. It tests that each query filters deleted posts itself and does not
// rely on related rows being deleted.
const ways: [string, (scene: Scene) => Promise<unknown>][] = [
  ['deleted by its author', ({ bob, gone }) => deletePost(bob, gone)],
  ['marked as deleted, with all related rows kept', ({ gone }) => markDeleted(gone)],
]

const idsOf = ({ items }: Page<{ id: number }>) => items.map(({ id }) => id)

const lists: [string, (scene: Scene, cursor: Cursor | null) => Promise<Page<{ id: number }>>][] = [
  ['the home feed', ({ ann }, cursor) => homeFeed(ann, cursor, 9)],
  ['the home feed of its author', ({ bob }, cursor) => homeFeed(bob, cursor, 9)],
  ['the explore feed of a member', ({ ann }, cursor) => exploreFeed(ann, cursor, 9)],
  ['the explore feed of a guest', (_, cursor) => exploreFeed(null, cursor, 9)],
  ['a profile viewed by a member', ({ ann, bob }, cursor) => profileFeed(ann, bob.id, cursor, 9)],
  ['a profile viewed by a guest', ({ bob }, cursor) => profileFeed(null, bob.id, cursor, 9)],
  ['the likes of a member', ({ ann }, cursor) => likesFeed(null, ann.id, cursor, 9)],
  ['a tag feed', ({ ann }, cursor) => tagFeed(ann, 'birds', cursor, 9)],
  ['bookmarks', ({ ann }, cursor) => listBookmarks(ann, cursor, 9)],
  [
    'search results by time',
    () => searchPosts(null, parseQuery('heron'), searchCursorParams.parse({ sort: 'newest' }), 9),
  ],
  [
    'search results by relevance',
    () => searchPosts(null, parseQuery('heron'), searchCursorParams.parse({}), 9),
  ],
]

describe.each(ways)('a post with replies that was %s', (_, remove) => {
  test.each(lists)('is not in %s', async (_, load) => {
    const scene = await aScene(remove)
    for (const cursor of cursors) {
      const ids = idsOf(await load(scene, cursor))
      expect(ids).toContain(scene.stays)
      expect(ids).not.toContain(scene.gone)
    }
  })

  test('is a placeholder without text in its own conversation and in that of its replies', async () => {
    const { ann, gone, answer } = await aScene(remove)
    for (const viewer of [ann, null])
      for (const id of [gone, answer]) {
        const conversation = await getConversation(viewer, id, null)
        expect(conversation?.root).toMatchObject({ id: gone, post: null, deleted: true })
        expect(conversation?.entries.map((entry) => entry.id)).toEqual([answer])
        expect(conversation?.entries[0]?.post?.replyTo).toEqual({ id: gone, username: null })
        expect(JSON.stringify(conversation)).not.toContain('secret')
      }
  })

  test('is a placeholder without text between its parent and its replies', async () => {
    const { ann, bob, stays } = await aScene(async () => {})
    const middle = (await aPost(bob, 'secret', { replyTo: stays })).id
    const last = (await aPost(ann, 'An answer to it', { replyTo: middle })).id
    await remove({ ann, bob, stays, gone: middle, answer: last })
    const conversation = await getConversation(ann, stays, null)
    const entry = conversation?.entries.find(({ id }) => id === middle)
    expect(entry).toMatchObject({ post: null, deleted: true, replies: [{ id: last }] })
    expect(JSON.stringify(conversation)).not.toContain('secret')
  })

  test('does not hide its parent, even as the only reply', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const stays = (await aPost(ann, 'heron')).id
    const gone = (await aPost(bob, 'secret', { replyTo: stays })).id
    await remove({ ann, bob, stays, gone, answer: 0 })
    expect(await getPost(null, stays)).toMatchObject({ id: stays, body: 'heron' })
    expect((await getConversation(null, stays, null))?.entries).toEqual([])
  })

  test('is not found, nor are its history and its author', async () => {
    const { ann, gone } = await aScene(remove)
    for (const viewer of [ann, null])
      expect([await getPost(viewer, gone), await getHistory(viewer, gone)]).toEqual([null, null])
    expect(await authorOf(gone)).toBeNull()
    await expect(findPostTarget(ann, gone)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('cannot be replied to, liked, bookmarked, edited or deleted again', async () => {
    const { ann, bob, gone } = await aScene(remove)
    const attempts = [
      () => createPost(ann, { body: 'Too late', replyTo: gone }),
      () => likePost(ann, gone),
      () => unlikePost(ann, gone),
      () => bookmarkPost(ann, gone),
      () => editPost(bob, { id: gone, body: 'Back again' }),
      () => deletePost(bob, gone),
      () => deletePost(ann, gone),
    ]
    const whole = () => db.post.findUnique({ where: { id: gone } })
    const [row, revisions] = [await whole(), await db.postRevision.count()]
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'not-found' })
    expect([await whole(), await db.postRevision.count()]).toEqual([row, revisions])
  })

  test('is not quoted in notifications of mentions and replies', async () => {
    const { ann, bob, stays } = await aScene(remove)
    const gone = (await aPost(ann, 'secret', { replyTo: stays })).id
    await aPost(bob, 'An answer to it', { replyTo: gone })
    await remove({ ann: bob, bob: ann, stays, gone, answer: 0 })
    for (const viewer of [ann, bob])
      expect(JSON.stringify(await listNotifications(viewer, null, null, 9))).not.toContain('secret')
  })

  test('is not sent to a reconnecting client', async () => {
    const { stays, gone } = await aScene(remove)
    const ids = (await postsAfter({ signal: 0n, post: 0, gaps: [] })).map(({ id }) => id)
    expect([ids.includes(stays), ids.includes(gone)]).toEqual([true, false])
    expect(await postsAfter({ signal: 0n, post: 1000, gaps: [gone] })).toEqual([])
  })

  test('is excluded from a rebuilt search index, and removed when missing rows are added', async () => {
    const { stays, gone } = await aScene(remove)
    const rows = async () => (await db.postSearch.findMany()).map(({ postId }) => postId)
    const posts = await db.post.count({ where: { deletedAt: null } })
    await transaction((tx) => tx.postSearch.deleteMany())
    expect(await reindex()).toMatchObject({ posts })
    expect([(await rows()).includes(stays), (await rows()).includes(gone)]).toEqual([true, false])
    const data = { postId: gone, authorId: 1, sortKey: -gone, tokens: '' }
    await transaction((tx) => tx.postSearch.create({ data }))
    await reindex({ onlyMissing: true })
    expect(await rows()).not.toContain(gone)
  })
})

test('fills a page of the home feed although the newest post of every author is a placeholder', async () => {
  const [ann, eve] = [await aViewer(), await aViewer()]
  const kept: number[] = []
  const all: { id: number; createdAt: Date }[] = []
  for (let at = 0; at < 8; at++) {
    const bob = await aViewer()
    await followUser(ann, bob.username)
    kept.unshift((await aPost(bob, 'stays', { createdAt: second(at) })).id)
    for (const offset of [-100, 100]) {
      const gone = await aPost(bob, 'gone', { createdAt: second(at + offset) })
      all.push({ ...gone, createdAt: second(at + offset) })
      await createPost(eve, { body: 'An answer', replyTo: gone.id })
      await deletePost(bob, gone.id)
    }
  }
  const [first, last] = [all[0], all.at(-1)].map((post) => post && { at: post.createdAt, id: post.id })
  const pages = [
    await homeFeed(ann, null, 3),
    await homeFeed(ann, { ...(last as Cursor), direction: 'older' }, 3),
    await homeFeed(ann, { ...(first as Cursor), direction: 'newer' }, 3),
  ]
  expect(pages.map(idsOf)).toEqual([kept.slice(0, 3), kept.slice(0, 3), kept.slice(-3)])
  expect(pages[0]?.older).toBe(`?before=${formatCursor({ createdAt: second(5), id: kept[2] ?? 0 })}`)
})
