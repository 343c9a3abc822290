import { describe, expect, onTestFinished, test } from 'vitest'
import { db, transaction } from '../db/db'
import { type LiveEvent, subscribe } from '../events/events'
import { signalsSince } from '../events/signals'
import { aPost, aUser, aViewer } from '../testing/factories'
import type { Viewer } from '../viewer'
import { markNotificationsRead, type NewNotification, notify, withdrawNotification } from './mutations'
import { countUnreadNotifications, listNotifications, unreadNotifications } from './queries'

const tell = (...notices: NewNotification[]) => transaction((tx) => notify(tx, notices))
const list = async (viewer: Viewer, kind: Parameters<typeof listNotifications>[1] = null) =>
  (await listNotifications(viewer, kind, null, 50)).items

const like = (userId: number, post: { id: number }, actorId: number): NewNotification => {
  return { userId, kind: 'like', subjectId: post.id, postId: post.id, actorId }
}

const lastCount = async (viewer: Viewer) =>
  (await signalsSince(viewer.id, 0n)).findLast(({ name }) => name === 'unread_notification_count')?.data

function collectSignalRecipients(): number[] {
  const recipientIds: number[] = []
  onTestFinished(
    subscribe((event: LiveEvent) => event.type === 'signals' && recipientIds.push(...event.userIds)),
  )
  return recipientIds
}

describe('notify [NOT-05]', () => {
  test('groups events on one subject into one notification with the latest three actors and the count of others', async () => {
    const ann = await aViewer()
    const post = await aPost(ann, `Herons\n\n${'and more of them '.repeat(20)}`)
    const actors = await Promise.all(Array.from({ length: 5 }, () => aUser()))
    for (const { id } of actors) await tell(like(ann.id, post, id))
    const [entry, ...rest] = await list(ann)
    expect(rest).toEqual([])
    expect(entry).toMatchObject({ kind: 'like', others: 4, unread: true, href: `/posts/${post.id}` })
    expect(entry?.actors.map(({ username }) => username)).toEqual(
      actors
        .slice(2)
        .reverse()
        .map(({ username }) => username),
    )
    expect(entry?.quote).toMatch(/^Herons and more of them .*…$/)
  })

  test('adds no row for a repeated event, and moves its notification to the top as unread', async () => {
    const [ann, bob] = [await aViewer(), await aUser()]
    const [one, other] = [await aPost(ann), await aPost(ann)]
    await tell(like(ann.id, one, bob.id))
    await tell(like(ann.id, other, bob.id))
    await markNotificationsRead(ann, { notification: 'all' })
    await tell(like(ann.id, one, bob.id))
    const entries = await list(ann)
    expect(entries.map(({ href, unread, others }) => [href, unread, others])).toEqual([
      [`/posts/${one.id}`, true, 0],
      [`/posts/${other.id}`, false, 0],
    ])
  })

  test('groups ten concurrent events on one subject into one notification', async () => {
    const ann = await aViewer()
    const post = await aPost(ann)
    const actors = await Promise.all(Array.from({ length: 10 }, () => aUser()))
    await Promise.all(actors.map(({ id }) => tell(like(ann.id, post, id))))
    expect(await list(ann)).toMatchObject([{ others: 9 }])
    expect([await unreadNotifications(ann), await lastCount(ann)]).toEqual([1, 1])
  })
})

describe('a notification', () => {
  test('of a reply links to the reply and quotes it', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const post = await aPost(ann)
    const reply = await aPost(bob, 'I saw one too')
    const notice = { userId: ann.id, kind: 'reply', subjectId: post.id, postId: post.id } as const
    await tell({ ...notice, actorId: bob.id, actPostId: reply.id })
    expect(await list(ann)).toMatchObject([{ href: `/posts/${reply.id}`, quote: 'I saw one too' }])
  })

  test('of a follow links to the follower, of several follows to the list of followers', async () => {
    const [ann, bob, eve] = [await aViewer(), await aUser(), await aUser()]
    await tell({ userId: ann.id, kind: 'follow', subjectId: 0, actorId: bob.id })
    expect(await list(ann)).toMatchObject([{ href: `/users/${bob.username}`, quote: null }])
    await tell({ userId: ann.id, kind: 'follow', subjectId: 0, actorId: eve.id })
    expect(await list(ann)).toMatchObject([{ href: `/users/${ann.username}/followers`, others: 1 }])
  })

  test('of an export has no actors and links to the data page', async () => {
    const ann = await aViewer()
    await tell({ userId: ann.id, kind: 'export', subjectId: 12 })
    expect(await list(ann)).toMatchObject([{ kind: 'export', href: '/account/data', actors: [], others: 0 }])
    expect(await unreadNotifications(ann)).toBe(1)
  })

  test("is not created for one's own action", async () => {
    const ann = await aViewer()
    expect(await tell(like(ann.id, await aPost(ann), ann.id))).toEqual([])
    expect(await list(ann)).toEqual([])
  })
})

describe('blocked, blocking and muted users', () => {
  const separations = {
    block: (one: number, other: number) => ({ blockerId: one, blockedId: other }),
    blocked: (one: number, other: number) => ({ blockerId: other, blockedId: one }),
  }
  const separate = (how: 'block' | 'blocked' | 'mute', one: number, other: number) =>
    transaction(async (tx) => {
      if (how === 'mute') await tx.mute.create({ data: { muterId: one, mutedId: other } })
      else await tx.block.create({ data: separations[how](one, other) })
    })

  test.each(['block', 'blocked', 'mute'] as const)('create no notifications (%s)', async (how) => {
    const [ann, bob] = [await aViewer(), await aUser()]
    const post = await aPost(ann)
    await separate(how, ann.id, bob.id)
    expect(await tell(like(ann.id, post, bob.id))).toEqual([])
    expect([await list(ann), await unreadNotifications(ann)]).toEqual([[], 0])
  })

  test.each(['block', 'blocked', 'mute'] as const)(
    'are excluded from earlier notifications (%s)',
    async (how) => {
      const [ann, bob, eve] = [await aViewer(), await aUser(), await aUser()]
      const [shared, his] = [await aPost(ann), await aPost(ann)]
      await tell(like(ann.id, shared, bob.id))
      await tell(like(ann.id, shared, eve.id))
      await tell(like(ann.id, his, bob.id))
      await separate(how, ann.id, bob.id)
      const entries = await list(ann)
      expect(entries).toMatchObject([{ href: `/posts/${shared.id}`, others: 0 }])
      expect(entries[0]?.actors.map(({ id }) => id)).toEqual([eve.id])
      expect(await unreadNotifications(ann)).toBe(1)
    },
  )
})

test('withdrawing removes the actor, and with the last actor the notification', async () => {
  const [ann, bob, eve] = [await aViewer(), await aUser(), await aUser()]
  const post = await aPost(ann)
  await tell(like(ann.id, post, bob.id))
  await tell(like(ann.id, post, eve.id))
  const notice = { userId: ann.id, kind: 'like', subjectId: post.id } as const
  await transaction((tx) => withdrawNotification(tx, { ...notice, actorId: eve.id }))
  expect(await list(ann)).toMatchObject([{ others: 0 }])
  await transaction((tx) => withdrawNotification(tx, { ...notice, actorId: bob.id }))
  expect([await list(ann), await lastCount(ann)]).toEqual([[], 0])
})

describe('marking notifications as read', () => {
  test('applies to one or to all, and publishes the unread count', async () => {
    const [ann, bob] = [await aViewer(), await aUser()]
    for (let made = 0; made < 3; made++) await tell(like(ann.id, await aPost(ann), bob.id))
    const recipientIds = collectSignalRecipients()
    const [first] = await list(ann)
    expect(await markNotificationsRead(ann, { notification: first?.id as number })).toBe(1)
    expect((await list(ann)).map(({ unread }) => unread)).toEqual([false, true, true])
    expect(await lastCount(ann)).toBe(2)
    expect(await markNotificationsRead(ann, { notification: 'all' })).toBe(2)
    expect([await lastCount(ann), await countUnreadNotifications(db, ann.id), recipientIds]).toEqual([
      0,
      0,
      [ann.id, ann.id],
    ])
  })

  test('is idempotent, and publishes nothing when repeated', async () => {
    const [ann, bob] = [await aViewer(), await aUser()]
    await tell(like(ann.id, await aPost(ann), bob.id))
    await markNotificationsRead(ann, { notification: 'all' })
    const recipientIds = collectSignalRecipients()
    expect(await markNotificationsRead(ann, { notification: 'all' })).toBe(0)
    expect(recipientIds).toEqual([])
  })

  test("does not affect another member's notifications", async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    await tell(like(ann.id, await aPost(ann), bob.id))
    const [entry] = await list(ann)
    expect(await markNotificationsRead(bob, { notification: entry?.id as number })).toBe(0)
    expect(await markNotificationsRead(bob, { notification: 'all' })).toBe(0)
    expect(await unreadNotifications(ann)).toBe(1)
  })
})

describe('the list', () => {
  test('paginates in both directions without gaps or duplicates, also with equal times', async () => {
    const [ann, bob] = [await aViewer(), await aUser()]
    const posts = []
    for (let made = 0; made < 7; made++) posts.push(await aPost(ann))
    await tell(...posts.map((post) => like(ann.id, post, bob.id)))
    await transaction((tx) => tx.notification.updateMany({ data: { updatedAt: new Date() } }))
    const all = (await list(ann)).map(({ id }) => id)
    const seen: number[] = []
    let page = await listNotifications(ann, null, null, 3)
    for (;;) {
      seen.push(...page.items.map(({ id }) => id))
      if (!page.older) break
      page = await listNotifications(ann, null, cursorOf(page.older), 3)
    }
    expect(seen).toEqual(all)
    const back = await listNotifications(ann, null, cursorOf(page.newer as string), 3)
    expect(back.items.map(({ id }) => id)).toEqual(all.slice(3, 6))
  })

  test('filters by kind', async () => {
    const [ann, bob] = [await aViewer(), await aUser()]
    await tell(like(ann.id, await aPost(ann), bob.id))
    await tell({ userId: ann.id, kind: 'follow', subjectId: 0, actorId: bob.id })
    expect((await list(ann, 'like')).map(({ kind }) => kind)).toEqual(['like'])
    expect(await list(ann, 'export')).toEqual([])
  })
})

const cursorOf = (query: string) => {
  const [, direction, at, id] = /^\?(before|after)=(\d+)-(\d+)$/.exec(query) ?? []
  return {
    at: new Date(Number(at)),
    id: Number(id),
    direction: direction === 'before' ? 'older' : 'newer',
  } as const
}
