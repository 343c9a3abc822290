import { expect, test } from 'vitest'
import { db, transaction } from '../db/db'
import { deletePost } from '../deletions/mutations'
import { parseCursor } from '../page'
import { createPost } from '../posts/mutations'
import { getPost } from '../posts/queries'
import { aPost, aViewer } from '../testing/factories'
import { bookmarkPost, unbookmarkPost } from './mutations'
import { listBookmarks } from './queries'

const refused = { code: 'not-found' }

test('a bookmark is private and idempotent, and creates no notification', async () => {
  const [ann, bob] = [await aViewer(), await aViewer()]
  const { id } = await aPost(ann)
  await unbookmarkPost(bob, id)
  await Promise.all(Array.from({ length: 10 }, () => bookmarkPost(bob, id)))
  await bookmarkPost(bob, id)
  const seen = await Promise.all(
    [ann, bob, null].map(async (viewer) => (await getPost(viewer, id))?.bookmarked),
  )
  expect([seen, await db.bookmark.count(), await db.notification.count()]).toEqual([
    [false, true, null],
    1,
    0,
  ])
  await Promise.all(Array.from({ length: 10 }, () => unbookmarkPost(bob, id)))
  expect([(await getPost(bob, id))?.bookmarked, await db.bookmark.count()]).toEqual([false, 0])
})

test('the list paginates in both directions, latest bookmark first', async () => {
  const [ann, bob] = [await aViewer(), await aViewer()]
  const ids: number[] = []
  for (const body of ['1', '2', '3', '4', '5']) ids.push((await aPost(ann, body)).id)
  const order = [2, 0, 4, 1, 3].map((place) => ids[place] ?? 0)
  for (const [at, postId] of order.entries()) {
    await bookmarkPost(bob, postId)
    const data = { createdAt: new Date(1_000_000 + Math.floor(at / 2)) }
    await transaction((tx) => tx.bookmark.updateMany({ where: { postId }, data }))
  }
  const whole = (await listBookmarks(bob, null, 9)).items.map((post) => post.id)
  expect(new Set(whole)).toEqual(new Set(ids))
  expect(whole[0]).toBe(order[4])
  const read = async (query: string | null) =>
    listBookmarks(bob, parseCursor(Object.fromEntries(new URLSearchParams(query ?? ''))), 2)
  const first = await read(null)
  const second = await read(first.older)
  const third = await read(second.older)
  expect([first, second, third].flatMap((page) => page.items.map((post) => post.id))).toEqual(whole)
  expect([first.newer, third.older]).toEqual([null, null])
  expect((await read(third.newer)).items).toEqual(second.items)
  expect((await listBookmarks(ann, null, 9)).items).toEqual([])
})

test('the list excludes deleted posts and blocked authors, but includes muted authors', async () => {
  const [ann, bob, eve, mia] = [await aViewer(), await aViewer(), await aViewer(), await aViewer()]
  const [gone, placeholder, blocked, muted] = [
    (await aPost(ann)).id,
    (await aPost(ann)).id,
    (await aPost(eve)).id,
    (await aPost(mia)).id,
  ]
  for (const id of [gone, placeholder, blocked, muted]) await bookmarkPost(bob, id)
  await createPost(bob, { body: 'An answer', replyTo: placeholder })
  for (const id of [gone, placeholder]) await deletePost(ann, id)
  await transaction((tx) => tx.block.create({ data: { blockerId: eve.id, blockedId: bob.id } }))
  await transaction((tx) => tx.mute.create({ data: { muterId: bob.id, mutedId: mia.id } }))
  expect((await listBookmarks(bob, null, 9)).items.map((post) => post.id)).toEqual([muted])
  for (const id of [gone, placeholder, blocked, 0])
    for (const verb of [bookmarkPost, unbookmarkPost])
      await expect(verb(bob, id)).rejects.toMatchObject(refused)
  expect(await db.bookmark.count()).toBe(2)
})
