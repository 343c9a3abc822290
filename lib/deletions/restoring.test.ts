import { afterEach, describe, expect, test, vi } from 'vitest'
import { bookmarkPost } from '../bookmarks/mutations'
import { db } from '../db/db'
import { subscribe } from '../events/events'
import { homeFeed } from '../feeds/queries'
import { followUser } from '../follows/mutations'
import { pageKey, postKey } from '../http/changes.mjs'
import { likePost } from '../likes/mutations'
import { limits } from '../limits'
import { markNotificationsRead } from '../notifications/mutations'
import { countUnreadNotifications } from '../notifications/queries'
import { createPost, editPost } from '../posts/mutations'
import { getPost } from '../posts/queries'
import { aPost, aViewer, countersOf } from '../testing/factories'
import type { Viewer } from '../viewer'
import { deletePost, purgeDeletedPosts, restorePost } from './mutations'

afterEach(() => {
  vi.useRealTimers()
})

/** Everything that the database stores about posts, without the ids of revisions and notifications. */
async function contents() {
  const [posts, mentions, tags, likes, bookmarks, revisions, notifications, search, users] =
    await Promise.all([
      db.post.findMany({ orderBy: { id: 'asc' } }),
      db.mention.findMany({ orderBy: [{ postId: 'asc' }, { userId: 'asc' }] }),
      db.postTag.findMany({ orderBy: [{ postId: 'asc' }, { tag: 'asc' }] }),
      db.like.findMany({ orderBy: [{ postId: 'asc' }, { userId: 'asc' }] }),
      db.bookmark.findMany({ orderBy: [{ postId: 'asc' }, { userId: 'asc' }] }),
      db.postRevision.findMany({ orderBy: { id: 'asc' }, omit: { id: true } }),
      db.notification.findMany({
        orderBy: [{ userId: 'asc' }, { kind: 'asc' }, { subjectId: 'asc' }],
        omit: { id: true },
        include: {
          actors: { omit: { notificationId: true }, orderBy: { actorId: 'asc' } },
        },
      }),
      db.postSearch.findMany({ orderBy: { postId: 'asc' } }),
      db.user.findMany({
        orderBy: { id: 'asc' },
        select: { id: true, postCount: true },
      }),
    ])
  return {
    posts,
    mentions,
    tags,
    likes,
    bookmarks,
    revisions,
    notifications,
    search,
    users,
  }
}

const reply = (viewer: Viewer, replyTo: number, body = 'Reply') => aPost(viewer, body, { replyTo })

/** A post of Ann with every kind of related row. */
async function aPostWithAllRelations() {
  const ann = await aViewer({ username: 'ann' })
  const bob = await aViewer({ username: 'bob' })
  const root = await aPost(bob, 'What do you think?')
  const { id } = await createPost(ann, {
    body: 'Secret',
    submission: 'a'.repeat(24),
    replyTo: root.id,
  })
  await editPost(ann, { id, body: 'Hello @bob, #first and #second' })
  await likePost(bob, id)
  await likePost(ann, id)
  await bookmarkPost(bob, id)
  return { ann, bob, root, id }
}

describe('restoring a post', () => {
  test('restores likes, bookmarks, revisions, mentions and notifications', async () => {
    const { ann, bob, id } = await aPostWithAllRelations()
    const before = await contents()
    const unread = await countUnreadNotifications(db, bob.id)
    await deletePost(ann, id)
    expect(await getPost(bob, id)).toBeNull()
    await restorePost(ann, id)
    expect(await contents()).toEqual(before)
    expect(await countUnreadNotifications(db, bob.id)).toBe(unread)
    expect(await getPost(bob, id)).toMatchObject({
      liked: true,
      bookmarked: true,
      likeCount: 2,
    })
    expect(await db.deletedPost.count()).toBe(0)
  })

  test('keeps replies that were created in the meantime', async () => {
    const { ann, bob, id } = await aPostWithAllRelations()
    const first = await reply(bob, id)
    await deletePost(ann, id)
    const second = await reply(bob, first.id)
    await restorePost(ann, id)
    const body = expect.stringContaining('Hello')
    expect(await getPost(bob, id)).toMatchObject({
      replyCount: 1,
      likeCount: 2,
      body,
    })
    expect(await db.post.findUnique({ where: { id: second.id } })).toMatchObject({ rootId: first.rootId })
  })

  test('inserts the placeholders of its ancestors again', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const root = await aPost(ann)
    const middle = await reply(ann, root.id)
    const leaf = await reply(bob, middle.id)
    await deletePost(ann, root.id)
    await deletePost(ann, middle.id)
    const before = await contents()
    await deletePost(bob, leaf.id)
    expect(await db.post.count()).toBe(0)
    await restorePost(bob, leaf.id)
    expect(await contents()).toEqual(before)
    await restorePost(ann, middle.id)
    await restorePost(ann, root.id)
    expect((await countersOf(ann.id)).postCount).toBe(2)
    expect(await getPost(bob, root.id)).toMatchObject({ replyCount: 1 })
  })

  test('is rejected while its parent is deleted', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const root = await aPost(ann)
    const leaf = await reply(bob, root.id)
    await deletePost(bob, leaf.id)
    await deletePost(ann, root.id)
    await expect(restorePost(bob, leaf.id)).rejects.toMatchObject({
      code: 'not-found',
    })
    expect(await db.post.count()).toBe(0)
    await restorePost(ann, root.id)
    await restorePost(bob, leaf.id)
    expect(await getPost(bob, root.id)).toMatchObject({ replyCount: 1 })
  })

  test('throws not-found for other users, after the time limit and when repeated', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const [one, other] = [await aPost(ann), await aPost(ann)]
    await deletePost(ann, one.id)
    await deletePost(ann, other.id)
    await expect(restorePost(bob, one.id)).rejects.toMatchObject({
      code: 'not-found',
    })
    const all = await Promise.allSettled([1, 2, 3, 4].map(() => restorePost(ann, one.id)))
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    vi.useFakeTimers({
      now: Date.now() + limits.undoDeletionSeconds * 1000,
      toFake: ['Date'],
    })
    await expect(restorePost(ann, other.id)).rejects.toMatchObject({
      code: 'not-found',
    })
    expect((await countersOf(ann.id)).postCount).toBe(1)
  })

  test('keeps read notifications read, and shows the post in feeds again', async () => {
    const { ann, bob, id } = await aPostWithAllRelations()
    await followUser(bob, 'ann')
    await markNotificationsRead(bob, { notification: 'all' })
    await deletePost(ann, id)
    await restorePost(ann, id)
    expect(await countUnreadNotifications(db, bob.id)).toBe(0)
    expect((await homeFeed(bob, null, 10)).items.map((post) => post.id)).toContain(id)
  })
})

test('restores no notification about a post that has been deleted since', async () => {
  const [ann, bob, carol] = [await aViewer(), await aViewer(), await aViewer()]
  const root = await aPost(ann)
  const answer = await reply(bob, root.id)
  await reply(carol, root.id)
  await deletePost(bob, answer.id)
  await deletePost(ann, root.id)
  await restorePost(bob, answer.id)
  expect(await db.notification.count({ where: { userId: ann.id } })).toBe(0)
})

test('invalidates the guest pages that show the post', async () => {
  const { ann, id } = await aPostWithAllRelations()
  await deletePost(ann, id)
  const keys = vi.fn()
  const stop = subscribe((event) => event.type === 'changed' && keys(event.keys))
  await restorePost(ann, id)
  stop()
  expect(keys.mock.calls.flat(2)).toEqual(
    expect.arrayContaining([
      ...['/tags/first', '/tags/second', '/users/ann', '/users/ann/likes', '/users/bob/likes'].map(pageKey),
      postKey(id),
    ]),
  )
})

test('purges the data of a deletion after the time limit', async () => {
  const ann = await aViewer()
  const [one, other] = [await aPost(ann), await aPost(ann)]
  await deletePost(ann, one.id)
  vi.useFakeTimers({
    now: Date.now() + limits.undoDeletionSeconds * 1000,
    toFake: ['Date'],
  })
  await deletePost(ann, other.id)
  await purgeDeletedPosts()
  expect(await db.deletedPost.findMany({ select: { postId: true } })).toEqual([{ postId: other.id }])
})
