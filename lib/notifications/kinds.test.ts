import { describe, expect, test } from 'vitest'
import { transaction } from '../db/db'
import { aPost, aUser, aViewer } from '../testing/factories'
import type { Viewer } from '../viewer'
import { type NewNotification, notify, setNotificationKinds } from './mutations'
import { getNotificationKinds, listNotifications } from './queries'
import { kindParam, markNotificationsReadInput, notificationKinds, notificationKindsInput } from './schema'

const tell = (notice: NewNotification) => transaction((tx) => notify(tx, [notice]))
const list = async (viewer: Viewer) => (await listNotifications(viewer, null, null, 50)).items
const like = (userId: number, post: { id: number }, actorId: number): NewNotification => {
  return { userId, kind: 'like', subjectId: post.id, postId: post.id, actorId }
}

describe('a disabled notification kind', () => {
  test('creates no notifications, keeps earlier ones, and adds none when it is enabled again', async () => {
    const [ann, bob] = [await aViewer(), await aUser()]
    const post = await aPost(ann)
    await tell(like(ann.id, post, bob.id))
    await setNotificationKinds(ann, ['follow', 'export'])
    expect(await getNotificationKinds(ann)).toEqual(['follow', 'export'])
    await tell(like(ann.id, await aPost(ann), bob.id))
    await tell({ userId: ann.id, kind: 'follow', subjectId: 0, actorId: bob.id })
    expect((await list(ann)).map(({ kind }) => kind)).toEqual(['follow', 'like'])
    await setNotificationKinds(ann, [...notificationKinds])
    expect(await getNotificationKinds(ann)).toEqual(notificationKinds)
    expect(await list(ann)).toHaveLength(2)
  })

  test('affects one member only, and concurrent forms save one of the two choices', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    await Promise.all([setNotificationKinds(ann, ['like']), setNotificationKinds(ann, ['reply'])])
    expect([['like'], ['reply']]).toContainEqual(await getNotificationKinds(ann))
    expect(await getNotificationKinds(bob)).toEqual(notificationKinds)
  })
})

test('rejects or ignores invalid form fields and query parameters', () => {
  for (const bad of ['', '0', '-1', '1.5', 'none', '99999999999', '2147483648'])
    expect(markNotificationsReadInput.safeParse({ notification: bad }).success).toBe(false)
  expect(markNotificationsReadInput.parse({ notification: '7' })).toEqual({ notification: 7 })
  expect(markNotificationsReadInput.parse({ notification: 'all' })).toEqual({ notification: 'all' })
  expect(notificationKindsInput.parse({ like: 'on', reply: 'yes', message: 'on' })).toEqual(['like'])
  expect(['like', 'message', 'nothing', null].map((kind) => kindParam.parse(kind))).toEqual([
    'like',
    null,
    null,
    null,
  ])
})
