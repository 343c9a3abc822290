import { rm } from 'node:fs/promises'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { blockUser, muteUser } from '../blocks/mutations'
import { bookmarkPost } from '../bookmarks/mutations'
import { db, transaction } from '../db/db'
import { deletePost } from '../deletions/mutations'
import { env } from '../env'
import { startExport } from '../exports/mutations'
import { storageNameOf } from '../exports/policy'
import { followUser } from '../follows/mutations'
import { likePost } from '../likes/mutations'
import { sendMessage } from '../messages/mutations'
import { getPartner, listConversations, threadPage, unreadMessages } from '../messages/queries'
import { listNotifications, unreadNotifications } from '../notifications/queries'
import { createPost, editPost } from '../posts/mutations'
import { getConversation } from '../posts/queries'
import { resetLimits } from '../rate-limit/rate-limit'
import { saveSearch } from '../search/mutations'
import { pictureFile } from '../storage/pictures'
import { storage } from '../storage/storage'
import { deleteAccount, endGracePeriod, requestDeletion, runDeletions } from '../testing/account-deletion'
import { runExports } from '../testing/exports'
import { aPost, aViewer, countersOf } from '../testing/factories'

beforeEach(resetLimits)
beforeEach(() => rm(`${env.DATA_DIR}/mail`, { recursive: true, force: true }))

const rowOf = (id: number) => db.user.findUnique({ where: { id } })

test('deletes nothing before the account is due', async () => {
  const ann = await aViewer()
  await requestDeletion(ann)
  await runDeletions()
  expect(await rowOf(ann.id)).toMatchObject({ username: ann.username, deletedAt: null })
})

test('deletes the user row when no row of others refers to it', async () => {
  const [ann, bob] = [await aViewer({ username: 'ann' }), await aViewer()]
  const his = await aPost(bob)
  const hers = await aPost(ann, 'By @ann #tag')
  await editPost(ann, { id: hers.id, body: 'By @ann herself #tag' })
  for (const post of [his, hers]) await likePost(ann, post.id)
  await likePost(bob, hers.id)
  await bookmarkPost(ann, his.id)
  await bookmarkPost(bob, hers.id)
  await followUser(ann, bob.username)
  await followUser(bob, ann.username)
  await createPost(ann, { body: 'A reply', replyTo: his.id })
  await saveSearch(ann, 'herons')
  await blockUser(ann, (await aViewer()).username)
  await muteUser(await aViewer(), 'ann')
  await deleteAccount(ann)
  expect(await rowOf(ann.id)).toBeNull()
  expect(await countersOf(bob.id)).toEqual({ postCount: 1, followerCount: 0, followingCount: 0 })
  expect(await db.post.findMany({ select: { id: true, likeCount: true, replyCount: true } })).toEqual([
    { id: his.id, likeCount: 0, replyCount: 0 },
  ])
  const left = await Promise.all([
    ...[db.like.count(), db.bookmark.count(), db.follow.count(), db.mention.count(), db.postTag.count()],
    ...[db.postRevision.count(), db.block.count(), db.mute.count(), db.notificationActor.count()],
    ...[db.notification.count(), db.savedSearch.count(), db.accountDeletion.count(), db.deletedPost.count()],
  ])
  expect(left).toEqual(left.map(() => 0))
  expect(await db.postSearch.findMany({ select: { postId: true } })).toEqual([{ postId: his.id }])
})

describe('posts', () => {
  test('with replies of others become placeholders, and threads of the member alone are deleted', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const root = await aPost(ann, 'A question')
    const answer = await aPost(bob, 'An answer', { replyTo: root.id })
    const own = await aPost(ann, 'Thanks', { replyTo: answer.id })
    await aPost(ann, 'And more', { replyTo: own.id })
    const thread = await aPost(ann, 'One')
    await aPost(ann, 'Two', { replyTo: thread.id })
    await deleteAccount(ann)
    const rows = await db.post.findMany({ orderBy: { id: 'asc' } })
    expect(rows.map(({ id, body, likeCount, replyCount }) => [id, body, likeCount, replyCount])).toEqual([
      [root.id, '', 0, 1],
      [answer.id, 'An answer', 0, 0],
    ])
    expect(rows[0]).toMatchObject({ language: '', submissionKey: null, editedAt: null })
    expect(await getConversation(null, root.id, null)).toMatchObject({
      root: { post: null, deleted: true },
      entries: [{ id: answer.id }],
    })
  })

  test('that were placeholders before remain, and are deleted with their last reply', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const root = await aPost(ann, 'A question')
    const answer = await aPost(bob, 'An answer', { replyTo: root.id })
    const identifying = { origin: 'mastodon:https://m.example/ann/1', submissionKey: 'key' }
    await transaction((tx) => tx.post.update({ where: { id: root.id }, data: identifying }))
    await deletePost(ann, root.id)
    await deleteAccount(ann)
    expect(await db.post.count()).toBe(2)
    expect(await db.post.findUnique({ where: { id: root.id } })).toMatchObject({
      origin: null,
      submissionKey: null,
    })
    await deletePost(bob, answer.id)
    expect(await db.post.count()).toBe(0)
  })

  test('with a reply that arrives at the same time keep it or refuse it', async () => {
    for (let round = 0; round < 5; round++) {
      const [ann, bob] = [await aViewer(), await aViewer()]
      const { id } = await aPost(ann, 'A question')
      const [reply] = await Promise.allSettled([
        createPost(bob, { body: 'An answer', replyTo: id }),
        deleteAccount(ann),
      ])
      const left = await db.post.findUnique({ where: { id } })
      if (reply.status === 'fulfilled') expect(left).toMatchObject({ body: '', replyCount: 1 })
      else expect([reply.reason.code, left]).toEqual(['not-found', null])
    }
  })
})

test('keeps a row without personal data while messages or replies of others refer to it', async () => {
  const [ann, bob] = [await aViewer({ username: 'ann', displayName: 'Ann Example' }), await aViewer()]
  await transaction((tx) =>
    tx.user.update({ where: { id: ann.id }, data: { aboutMe: 'Herons', locale: 'es' } }),
  )
  await sendMessage(ann, { to: bob.username, body: 'Hello' })
  await deleteAccount(ann)
  const row = await rowOf(ann.id)
  expect(row).toMatchObject({ displayName: '', aboutMe: '', passwordHash: null, locale: null, postCount: 0 })
  expect(row?.deletedAt).not.toBeNull()
  expect(JSON.stringify(row)).not.toMatch(/\bann\b|example/i)
  expect(row?.username).toMatch(/^deleted_[0-9a-f]{16}$/)
  const elsewhere = [await db.signal.findMany(), await db.job.findMany()]
  const text = JSON.stringify(elsewhere, (_, value) => (typeof value === 'bigint' ? String(value) : value))
  expect(text).not.toMatch(/\bann\b/i)
})

describe('messages', () => {
  test('stay with the partner under a neutral name, and count as read', async () => {
    const [ann, bob] = [await aViewer({ username: 'ann' }), await aViewer()]
    await sendMessage(ann, { to: bob.username, body: 'Hello' })
    await sendMessage(bob, { to: 'ann', body: 'Hi' })
    await deleteAccount(ann)
    const name = `deleted_${ann.id}`
    expect((await listConversations(bob, null, 9)).items).toMatchObject([
      { deleted: true, unread: 0, excerpt: 'Hi', partner: { username: name, displayName: '' } },
    ])
    expect(await getPartner(bob, name)).toMatchObject({ id: ann.id, deleted: true, unread: false })
    expect((await threadPage(bob, ann.id, null, 9)).items.map(({ body }) => body)).toEqual(['Hi', 'Hello'])
    expect(await unreadMessages(bob)).toBe(0)
    expect(await db.conversation.count({ where: { ownerId: ann.id } })).toBe(0)
  })

  test('are deleted with both rows when the account of the partner is deleted too', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    await sendMessage(ann, { to: bob.username, body: 'Hello' })
    await deleteAccount(ann)
    await deleteAccount(bob)
    expect([await db.message.count(), await db.conversation.count(), await db.user.count()]).toEqual([
      0, 0, 0,
    ])
  })

  test('are deleted when both accounts are deleted by the same run', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    await sendMessage(ann, { to: bob.username, body: 'Hello' })
    for (const viewer of [ann, bob]) await requestDeletion(viewer)
    await endGracePeriod()
    await runDeletions()
    expect([await db.message.count(), await db.conversation.count(), await db.user.count()]).toEqual([
      0, 0, 0,
    ])
  })
})

test('removes the member from the notifications of others, which remain for other actors', async () => {
  const [ann, bob, eve] = [await aViewer(), await aViewer(), await aViewer()]
  const { id } = await aPost(bob)
  for (const viewer of [ann, eve]) await likePost(viewer, id)
  await followUser(ann, bob.username)
  await deleteAccount(ann)
  const { items } = await listNotifications(bob, null, null, 9)
  expect(items.map(({ kind, actors, others }) => [kind, actors.map((one) => one.id), others])).toEqual([
    ['like', [eve.id], 0],
  ])
  expect(await unreadNotifications(bob)).toBe(1)
  expect(await db.notification.count()).toBe(1)
})

test('deletes the files of the picture and of exports', async () => {
  const ann = await aViewer({ avatar: 'a'.repeat(32) })
  await storage.put(pictureFile('a'.repeat(32), 48), new Uint8Array([1]), 'image/webp')
  const id = await startExport(ann, 'posts', 'en')
  await runExports()
  const file = storageNameOf({ id, kind: 'posts' })
  expect(await storage.get(file)).not.toBeNull()
  await deleteAccount(ann)
  expect([await storage.get(file), await storage.get(pictureFile('a'.repeat(32), 48))]).toEqual([null, null])
  expect(await db.export.count()).toBe(0)
})

test('an error in one account does not prevent the deletion of others', async () => {
  const [ann, bob] = [await aViewer({ avatar: 'a'.repeat(32) }), await aViewer()]
  for (const viewer of [ann, bob]) await requestDeletion(viewer)
  await endGracePeriod()
  const remove = vi.spyOn(storage, 'remove').mockRejectedValue(new Error('storage down'))
  await runDeletions()
  expect([await rowOf(ann.id), await rowOf(bob.id)]).toEqual([
    expect.objectContaining({ displayName: '' }),
    null,
  ])
  remove.mockRestore()
  await runDeletions()
  expect(await rowOf(ann.id)).toBeNull()
})
