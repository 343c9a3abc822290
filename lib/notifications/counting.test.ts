import { expect, test } from 'vitest'
import { db, transaction } from '../db/db'
import { env } from '../env'
import { signalsSince } from '../events/signals'
import { likePost } from '../likes/mutations'
import { aPost, aViewer } from '../testing/factories'
import { unreadNotifications } from './queries'

test('the last signal counts all concurrent notifications [NOT-05]', async () => {
  const author = await aViewer()
  const posts = await Promise.all(Array.from({ length: 12 }, (_, at) => aPost(author, `Number ${at}`)))
  const fans = await Promise.all(posts.map(() => aViewer()))
  await Promise.all(posts.map(({ id }, at) => likePost(fans[at] as (typeof fans)[0], id)))
  const [count] = await signalsSince(author.id, 0n)
  expect(count).toMatchObject({ name: 'unread_notification_count', data: posts.length })
})

test('the unread count is capped above the numbers that a badge and a page can show', async () => {
  const [ann, bob] = [await aViewer(), await aViewer()]
  const limit = env.POSTS_PER_PAGE + 100
  const at = new Date()
  const insert = async (from: number, to: number) => {
    const ids = Array.from({ length: to - from }, (_, index) => from + index)
    await transaction(async (tx) => {
      await tx.notification.createMany({
        data: ids.map((id) => ({ id, userId: ann.id, kind: 'follow', subjectId: id, updatedAt: at })),
      })
      await tx.notificationActor.createMany({
        data: ids.map((notificationId) => ({ notificationId, actorId: bob.id, createdAt: at })),
      })
    })
  }
  await insert(1, limit)
  expect(await unreadNotifications(ann)).toBe(limit - 1)
  await insert(limit, limit + 10)
  expect([await unreadNotifications(ann), await db.notification.count()]).toEqual([limit, limit + 9])
})
