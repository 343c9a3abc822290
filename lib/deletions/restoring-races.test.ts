import { expect, test } from 'vitest'
import { db, transaction } from '../db/db'
import { getPost } from '../posts/queries'
import { aPost, aViewer } from '../testing/factories'
import type { Viewer } from '../viewer'
import { deletePost, restorePost } from './mutations'

const reply = (viewer: Viewer, replyTo: number) => aPost(viewer, 'Reply', { replyTo })

test('restores concurrently deleted replies below their common placeholder', async () => {
  const [ann, bob] = [await aViewer(), await aViewer()]
  for (let round = 0; round < 10; round++) {
    const root = await aPost(ann)
    const middle = await reply(ann, root.id)
    const leaves = [await reply(ann, middle.id), await reply(bob, middle.id)] as const
    await deletePost(ann, middle.id)
    await Promise.all([
      deletePost(ann, leaves[0].id),
      deletePost(bob, leaves[1].id),
      deletePost(ann, root.id),
    ])
    expect(await db.post.count({ where: { id: { gte: root.id } } })).toBe(0)
    await restorePost(ann, root.id)
    await Promise.all([restorePost(ann, leaves[0].id), restorePost(bob, leaves[1].id)])
    expect(await db.post.findUnique({ where: { id: middle.id } })).toMatchObject({ body: '', replyCount: 2 })
  }
})

test('keeps counters correct when a reply is created concurrently', async () => {
  const [ann, bob] = [await aViewer(), await aViewer()]
  for (let round = 0; round < 10; round++) {
    const root = await aPost(ann)
    const child = await reply(ann, root.id)
    await deletePost(ann, child.id)
    await Promise.allSettled([restorePost(ann, child.id), reply(bob, root.id), deletePost(ann, root.id)])
  }
  const posts = await db.post.findMany({
    include: { replies: { where: { deletedAt: null } } },
  })
  for (const post of posts) expect([post.id, post.replyCount]).toEqual([post.id, post.replies.length])
})

test('restores a post with thousands of likes', async () => {
  const ann = await aViewer({ username: 'ann' })
  const { id } = await aPost(ann)
  const rows = Array.from({ length: 3000 }, (_, at) => ({
    username: `liker${at}`,
    usernameKey: `liker${at}`,
    email: `liker${at}@example.com`,
    emailKey: `liker${at}@example.com`,
  }))
  await transaction(async (tx) => {
    await tx.user.createMany({ data: rows })
    const likers = await tx.user.findMany({
      where: { username: { startsWith: 'liker' } },
      select: { id: true },
    })
    await tx.like.createMany({ data: likers.map((liker) => ({ userId: liker.id, postId: id })) })
    await tx.post.update({ where: { id }, data: { likeCount: likers.length } })
    const notification = await tx.notification.create({
      data: { userId: ann.id, kind: 'like', subjectId: id, postId: id, updatedAt: new Date() },
    })
    const acts = likers.map((liker) => ({ actorId: liker.id, createdAt: new Date() }))
    await tx.notificationActor.createMany({
      data: acts.map((act) => ({ ...act, notificationId: notification.id })),
    })
  })
  await deletePost(ann, id)
  await restorePost(ann, id)
  expect(await getPost(ann, id)).toMatchObject({ likeCount: 3000 })
  expect(await db.notificationActor.count()).toBe(3000)
})
