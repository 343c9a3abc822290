import { expect, onTestFinished, test } from 'vitest'
import { db, transaction } from '../db/db'
import { type LiveEvent, subscribe } from '../events/events'
import { followUser, unfollowUser } from '../follows/mutations'
import { notify } from '../notifications/mutations'
import { countUnreadNotifications } from '../notifications/queries'
import { aPost, aViewer, countersOf } from '../testing/factories'
import { blockUser, muteUser, unblockUser, unmuteUser } from './mutations'
import { isBlockedEitherWay } from './policy'
import { getRelation, listBlockedUsers, listMutedUsers } from './queries'
import { relationInput } from './schema'

const pair = async () => [await aViewer({ username: 'Ann' }), await aViewer({ username: 'Bob' })] as const
const none = { blocks: false, blockedBy: false, mutes: false }
const noCounts = { postCount: 0, followerCount: 0, followingCount: 0 }

function collectEvents(): LiveEvent[] {
  const events: LiveEvent[] = []
  onTestFinished(subscribe((event) => event.type !== 'changed' && events.push(event)))
  return events
}

test('blocking ends the follows in both directions, and is idempotent', async () => {
  const [ann, bob] = await pair()
  const eve = await aViewer({ username: 'Eve' })
  await followUser(ann, 'bob')
  await followUser(bob, 'ann')
  await followUser(eve, 'ann')
  for (const _ of [1, 2]) expect(await blockUser(ann, 'BOB')).toEqual({ id: bob.id, username: 'Bob' })
  expect([await db.block.count(), await db.follow.count()]).toEqual([1, 1])
  expect([await countersOf(ann.id), await countersOf(bob.id)]).toEqual([
    { ...noCounts, followerCount: 1 },
    noCounts,
  ])
  for (const _ of [1, 2]) await unblockUser(ann, 'bob')
  expect([await db.block.count(), await db.follow.count()]).toEqual([0, 1])
})

test('a block applies to both users, and each can remove only their own block', async () => {
  const [ann, bob] = await pair()
  await blockUser(ann, 'bob')
  expect([await getRelation(ann, bob.id), await getRelation(bob, ann.id)]).toEqual([
    { ...none, blocks: true },
    { ...none, blockedBy: true },
  ])
  await unblockUser(bob, 'ann')
  expect(isBlockedEitherWay(await getRelation(bob, ann.id))).toBe(true)
  await blockUser(bob, 'ann')
  await unblockUser(ann, 'bob')
  expect(await getRelation(ann, bob.id)).toEqual({ ...none, blockedBy: true })
})

test('a mute is visible to the muter only, and keeps the follows', async () => {
  const [ann, bob] = await pair()
  await followUser(ann, 'bob')
  for (const _ of [1, 2]) await muteUser(ann, 'bob')
  expect([await getRelation(ann, bob.id), await getRelation(bob, ann.id)]).toEqual([
    { ...none, mutes: true },
    none,
  ])
  expect([await db.mute.count(), await db.follow.count()]).toEqual([1, 1])
  for (const _ of [1, 2]) await unmuteUser(ann, 'bob')
  expect([await getRelation(ann, bob.id), await db.mute.count()]).toEqual([none, 0])
})

test('the relation of a guest, and of a user to themselves, is null', async () => {
  const [ann, bob] = await pair()
  expect([await getRelation(null, bob.id), await getRelation(ann, ann.id), isBlockedEitherWay(null)]).toEqual(
    [null, null, false],
  )
})

test.each([[blockUser], [unblockUser], [muteUser], [unmuteUser]])(
  "rejects an unknown username and the viewer's own: %o",
  async (verb) => {
    const [ann] = await pair()
    for (const name of ['nobody', '', '%', '\0', '\ud800', 'x'.repeat(200)])
      await expect(verb(ann, name)).rejects.toMatchObject({ code: 'not-found' })
    await expect(verb(ann, 'aNN')).rejects.toMatchObject({ code: 'invalid' })
    expect([await db.block.count(), await db.mute.count(), await db.signal.count()]).toEqual([0, 0, 0])
  },
)

test('the database rejects blocking and muting oneself', async () => {
  const [ann] = await pair()
  const oneself = [
    () => transaction((tx) => tx.block.create({ data: { blockerId: ann.id, blockedId: ann.id } })),
    () => transaction((tx) => tx.mute.create({ data: { muterId: ann.id, mutedId: ann.id } })),
  ]
  for (const write of oneself) await expect(write()).rejects.toThrow()
})

test.each([[undefined], [7], [null], [['bob']], [{ not: 'bob' }], ['x'.repeat(201)]])(
  'parses the invalid username %j as empty',
  (username) => expect(relationInput.parse({ username })).toEqual({ username: '' }),
)

test('a block prevents following in both directions, but not unfollowing', async () => {
  const [ann, bob] = await pair()
  await blockUser(ann, 'bob')
  for (const [viewer, name] of [
    [ann, 'bob'],
    [bob, 'ann'],
  ] as const) {
    await expect(followUser(viewer, name)).rejects.toMatchObject({ code: 'forbidden' })
    await unfollowUser(viewer, name)
  }
  expect([await db.follow.count(), await countersOf(ann.id), await countersOf(bob.id)]).toEqual([
    0,
    noCounts,
    noCounts,
  ])
})

test('a block lowers the unread count, deletes the follow notification and is published to both users', async () => {
  const [ann, bob] = await pair()
  await followUser(bob, 'ann')
  const { id } = await aPost(ann)
  await transaction((tx) =>
    notify(tx, [{ userId: ann.id, kind: 'like', subjectId: id, postId: id, actorId: bob.id }]),
  )
  expect(await countUnreadNotifications(db, ann.id)).toBe(2)
  const events = collectEvents()
  await blockUser(bob, 'ann')
  expect(await countUnreadNotifications(db, ann.id)).toBe(0)
  expect(events).toEqual([
    { type: 'relations', userId: ann.id },
    { type: 'relations', userId: bob.id },
    { type: 'signals', userIds: [ann.id, bob.id] },
  ])
  const signals = await db.signal.findMany({
    where: { name: 'unread_notification_count' },
    orderBy: { userId: 'asc' },
  })
  expect(signals.map(({ userId, name, payload }) => [userId, name, payload])).toEqual([
    [ann.id, 'unread_notification_count', '0'],
    [bob.id, 'unread_notification_count', '0'],
  ])
  await unblockUser(bob, 'ann')
  // The like still counts; the follow and its notification are deleted.
  expect(await countUnreadNotifications(db, ann.id)).toBe(1)
})

test('muting excludes the muted user from the unread count, and unmuting includes them again', async () => {
  const [ann, bob] = await pair()
  await followUser(bob, 'ann')
  const events = collectEvents()
  await muteUser(ann, 'bob')
  expect(await countUnreadNotifications(db, ann.id)).toBe(0)
  expect(events).toEqual([
    { type: 'relations', userId: ann.id },
    { type: 'signals', userIds: [ann.id] },
  ])
  await unmuteUser(ann, 'bob')
  expect(await countUnreadNotifications(db, ann.id)).toBe(1)
})

test('concurrent blocks and follows leave no follow and correct counters', async () => {
  const [ann, bob] = await pair()
  const verbs = Array.from({ length: 40 }, (_, at) => {
    if (at % 4 === 3) return at % 8 === 3 ? blockUser(ann, 'bob') : blockUser(bob, 'ann')
    return at % 2 ? followUser(ann, 'bob') : followUser(bob, 'ann')
  })
  const ends = await Promise.allSettled(verbs)
  for (const end of ends)
    if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'forbidden' })
  expect([await db.follow.count(), await db.block.count()]).toEqual([0, 2])
  expect([await countersOf(ann.id), await countersOf(bob.id)]).toEqual([noCounts, noCounts])
})

test('lists blocked and muted users, latest first, without their email addresses', async () => {
  const [ann, bob] = await pair()
  await aViewer({ username: 'Eve', displayName: 'Eve E.' })
  await blockUser(ann, 'bob')
  await blockUser(ann, 'eve')
  await muteUser(ann, 'bob')
  const later = new Date(Date.now() + 60_000)
  await transaction((tx) => tx.block.updateMany({ where: { blockedId: bob.id }, data: { createdAt: later } }))
  expect((await listBlockedUsers(ann)).map(({ username }) => username)).toEqual(['Bob', 'Eve'])
  expect(await listMutedUsers(ann)).toEqual([
    { id: bob.id, username: 'Bob', displayName: '', avatar: null, gravatar: null },
  ])
  expect([await listBlockedUsers(bob), await listMutedUsers(bob)]).toEqual([[], []])
})
