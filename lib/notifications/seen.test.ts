import { expect, test } from 'vitest'
import { transaction } from '../db/db'
import { signalsSince } from '../events/signals'
import { formatCursor } from '../page'
import { aPost, aUser, aViewer } from '../testing/factories'
import { eventsDuring } from '../testing/messages'
import type { Viewer } from '../viewer'
import { markNotificationsSeen, notify } from './mutations'
import { listNotifications, unreadNotifications } from './queries'
import { markNotificationsSeenInput } from './schema'
import type { NotificationView } from './view'

const list = async (viewer: Viewer) => (await listNotifications(viewer, null, null, 50)).items
const positionOf = ({ at, id }: NotificationView) => ({ at, id })

/** Ann's notifications of Bob's likes of her three posts, latest first. */
async function threeLikes() {
  const [ann, bob] = [await aViewer(), await aUser()]
  const like = (post: { id: number }) =>
    transaction((tx) =>
      notify(tx, [{ userId: ann.id, kind: 'like', subjectId: post.id, postId: post.id, actorId: bob.id }]),
    )
  const posts = [await aPost(ann), await aPost(ann), await aPost(ann)] as const
  for (const post of posts) await like(post)
  const [third, second, first] = (await list(ann)) as [NotificationView, NotificationView, NotificationView]
  return { ann, bob, posts, like, third, second, first }
}

test('marks the notifications that were shown and older ones as read, and sends the count [NOT-12]', async () => {
  const { ann, second } = await threeLikes()
  const events = await eventsDuring(async () => {
    expect(await markNotificationsSeen(ann, { upTo: positionOf(second) })).toBe(2)
  })
  expect((await list(ann)).map(({ unread }) => unread)).toEqual([true, false, false])
  expect(await unreadNotifications(ann)).toBe(1)
  expect(await signalsSince(ann.id, 0n)).toMatchObject([{ name: 'unread_notification_count', data: 1 }])
  expect(events).toEqual([{ type: 'signals', userIds: [ann.id] }])
  const again = await eventsDuring(async () => {
    expect(await markNotificationsSeen(ann, { upTo: positionOf(second) })).toBe(0)
  })
  expect(again).toEqual([])
})

test('distinguishes notifications of the same millisecond by their ids [NOT-12]', async () => {
  const { ann, first, second, third } = await threeLikes()
  const at = new Date(Date.UTC(2026, 10, 26, 1, 2, 3, 456))
  await transaction((tx) => tx.notification.updateMany({ data: { updatedAt: at } }))
  const [middle] = [first, second, third]
    .map(({ id }) => id)
    .sort((a, b) => a - b)
    .slice(1)
  expect(await markNotificationsSeen(ann, { upTo: { at, id: middle as number } })).toBe(2)
  expect((await list(ann)).map(({ unread }) => unread)).toEqual([true, false, false])
})

test('keeps a notification unread that changed after it was shown [NOT-12]', async () => {
  const { ann, posts, like, third } = await threeLikes()
  await transaction((tx) =>
    tx.notification.update({
      where: { id: third.id },
      data: { updatedAt: new Date(third.at.getTime() - 1000) },
    }),
  )
  const shown = { at: new Date(third.at.getTime() - 1000), id: third.id }
  await like(posts[2])
  await markNotificationsSeen(ann, { upTo: shown })
  expect((await list(ann)).find(({ id }) => id === third.id)).toMatchObject({ unread: true })
})

test('marks only the given kind, and only notifications of the viewer [NOT-12]', async () => {
  const { ann, bob, third } = await threeLikes()
  const eve = await aViewer()
  await transaction((tx) =>
    notify(tx, [
      { userId: ann.id, kind: 'follow', subjectId: 0, actorId: bob.id },
      { userId: eve.id, kind: 'follow', subjectId: 0, actorId: bob.id },
    ]),
  )
  const upTo = { at: new Date(third.at.getTime() + 60_000), id: third.id }
  expect(await markNotificationsSeen(ann, { kind: 'like', upTo })).toBe(3)
  expect((await list(ann)).map(({ kind, unread }) => [kind, unread])).toEqual([
    ['follow', true],
    ['like', false],
    ['like', false],
    ['like', false],
  ])
  expect(await unreadNotifications(eve)).toBe(1)
})

test('parses the position of a notification and rejects invalid input', () => {
  const at = new Date(Date.UTC(2026, 10, 26))
  const upTo = formatCursor({ createdAt: at, id: 7 })
  expect(markNotificationsSeenInput.parse({ upTo })).toEqual({ upTo: { at, id: 7 } })
  expect(markNotificationsSeenInput.parse({ kind: 'like', upTo }).kind).toBe('like')
  for (const bad of [undefined, '', '7', '7-', '-7', '1.5-7', `${upTo}-1`, '1-99999999999', 'all'])
    expect(markNotificationsSeenInput.safeParse({ upTo: bad }).success).toBe(false)
  expect(markNotificationsSeenInput.safeParse({ kind: 'message', upTo }).success).toBe(false)
})
