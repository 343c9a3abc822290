import { expect, onTestFinished, test } from 'vitest'
import { db, transaction } from '../db/db'
import { type LiveEvent, subscribe } from '../events/events'
import { follow, unfollow } from '../follows/mutations'
import { notify } from '../notifications/mutations'
import { countUnread } from '../notifications/queries'
import { aPost, aViewer, countersOf } from '../testing/factories'
import { block, mute, unblock, unmute } from './mutations'
import { isSeparated } from './policy'
import { listBlocked, listMuted, relationTo } from './queries'
import { memberInput } from './schema'

const pair = async () => [await aViewer({ username: 'Ann' }), await aViewer({ username: 'Bob' })] as const
const none = { blocks: false, blockedBy: false, mutes: false }
const noCounts = { postCount: 0, followerCount: 0, followingCount: 0 }

function hear(): LiveEvent[] {
  const heard: LiveEvent[] = []
  onTestFinished(subscribe((event) => event.type !== 'changed' && heard.push(event)))
  return heard
}

test('blocking ends both follows with their counters, and each step is safe to repeat', async () => {
  const [ann, bob] = await pair()
  const eve = await aViewer({ username: 'Eve' })
  await follow(ann, 'bob')
  await follow(bob, 'ann')
  await follow(eve, 'ann')
  for (const _ of [1, 2]) expect(await block(ann, 'BOB')).toEqual({ id: bob.id, username: 'Bob' })
  expect([await db.block.count(), await db.follow.count()]).toEqual([1, 1])
  expect([await countersOf(ann.id), await countersOf(bob.id)]).toEqual([
    { ...noCounts, followerCount: 1 },
    noCounts,
  ])
  for (const _ of [1, 2]) await unblock(ann, 'bob')
  expect([await db.block.count(), await db.follow.count()]).toEqual([0, 1])
})

test('a block is either way, and each takes back only their own', async () => {
  const [ann, bob] = await pair()
  await block(ann, 'bob')
  expect([await relationTo(ann, bob.id), await relationTo(bob, ann.id)]).toEqual([
    { ...none, blocks: true },
    { ...none, blockedBy: true },
  ])
  await unblock(bob, 'ann')
  expect(isSeparated(await relationTo(bob, ann.id))).toBe(true)
  await block(bob, 'ann')
  await unblock(ann, 'bob')
  expect(await relationTo(ann, bob.id)).toEqual({ ...none, blockedBy: true })
})

test('muting is known to the muter alone and leaves the follows', async () => {
  const [ann, bob] = await pair()
  await follow(ann, 'bob')
  for (const _ of [1, 2]) await mute(ann, 'bob')
  expect([await relationTo(ann, bob.id), await relationTo(bob, ann.id)]).toEqual([
    { ...none, mutes: true },
    none,
  ])
  expect([await db.mute.count(), await db.follow.count()]).toEqual([1, 1])
  for (const _ of [1, 2]) await unmute(ann, 'bob')
  expect([await relationTo(ann, bob.id), await db.mute.count()]).toEqual([none, 0])
})

test('a guest and oneself stand in no relation', async () => {
  const [ann, bob] = await pair()
  expect([await relationTo(null, bob.id), await relationTo(ann, ann.id), isSeparated(null)]).toEqual([
    null,
    null,
    false,
  ])
})

test.each([[block], [unblock], [mute], [unmute]])('nobody and oneself are refused: %o', async (verb) => {
  const [ann] = await pair()
  for (const name of ['nobody', '', '%', '\0', '\ud800', 'x'.repeat(200)])
    await expect(verb(ann, name)).rejects.toMatchObject({ code: 'not-found' })
  await expect(verb(ann, 'aNN')).rejects.toMatchObject({ code: 'invalid' })
  expect([await db.block.count(), await db.mute.count(), await db.signal.count()]).toEqual([0, 0, 0])
})

test('the database itself refuses to block or mute oneself', async () => {
  const [ann] = await pair()
  const oneself = [
    () => transaction((tx) => tx.block.create({ data: { blockerId: ann.id, blockedId: ann.id } })),
    () => transaction((tx) => tx.mute.create({ data: { muterId: ann.id, mutedId: ann.id } })),
  ]
  for (const write of oneself) await expect(write()).rejects.toThrow()
})

test.each([[undefined], [7], [null], [['bob']], [{ not: 'bob' }], ['x'.repeat(201)]])(
  '%j names nobody',
  (username) => expect(memberInput.parse({ username })).toEqual({ username: '' }),
)

test('nobody can follow across a block, whoever blocked, and unfollowing stays possible', async () => {
  const [ann, bob] = await pair()
  await block(ann, 'bob')
  for (const [viewer, name] of [
    [ann, 'bob'],
    [bob, 'ann'],
  ] as const) {
    await expect(follow(viewer, name)).rejects.toMatchObject({ code: 'forbidden' })
    await unfollow(viewer, name)
  }
  expect([await db.follow.count(), await countersOf(ann.id), await countersOf(bob.id)]).toEqual([
    0,
    noCounts,
    noCounts,
  ])
})

test('what was told of the other stops counting, a follow that ended is forgotten, and both hear of it', async () => {
  const [ann, bob] = await pair()
  await follow(bob, 'ann')
  const { id } = await aPost(ann)
  await transaction((tx) =>
    notify(tx, [{ userId: ann.id, kind: 'like', subjectId: id, postId: id, actorId: bob.id }]),
  )
  expect(await countUnread(db, ann.id)).toBe(2)
  const heard = hear()
  await block(bob, 'ann')
  expect(await countUnread(db, ann.id)).toBe(0)
  expect(heard).toEqual([
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
  await unblock(bob, 'ann')
  // The like is still there; the follow is not, and neither is what was told of it.
  expect(await countUnread(db, ann.id)).toBe(1)
})

test('muting takes what the muted member did out of the count, and unmuting brings it back', async () => {
  const [ann, bob] = await pair()
  await follow(bob, 'ann')
  const heard = hear()
  await mute(ann, 'bob')
  expect(await countUnread(db, ann.id)).toBe(0)
  expect(heard).toEqual([
    { type: 'relations', userId: ann.id },
    { type: 'signals', userIds: [ann.id] },
  ])
  await unmute(ann, 'bob')
  expect(await countUnread(db, ann.id)).toBe(1)
})

test('a block and follows that come at the same moment leave no follow and right counters', async () => {
  const [ann, bob] = await pair()
  const verbs = Array.from({ length: 40 }, (_, at) => {
    if (at % 4 === 3) return at % 8 === 3 ? block(ann, 'bob') : block(bob, 'ann')
    return at % 2 ? follow(ann, 'bob') : follow(bob, 'ann')
  })
  const ends = await Promise.allSettled(verbs)
  for (const end of ends)
    if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'forbidden' })
  expect([await db.follow.count(), await db.block.count()]).toEqual([0, 2])
  expect([await countersOf(ann.id), await countersOf(bob.id)]).toEqual([noCounts, noCounts])
})

test('the own lists name the blocked and the muted, the latest first, without their addresses', async () => {
  const [ann, bob] = await pair()
  await aViewer({ username: 'Eve', displayName: 'Eve E.' })
  await block(ann, 'bob')
  await block(ann, 'eve')
  await mute(ann, 'bob')
  const later = new Date(Date.now() + 60_000)
  await transaction((tx) => tx.block.updateMany({ where: { blockedId: bob.id }, data: { createdAt: later } }))
  expect((await listBlocked(ann)).map(({ username }) => username)).toEqual(['Bob', 'Eve'])
  expect(await listMuted(ann)).toEqual([
    { id: bob.id, username: 'Bob', displayName: '', avatar: null, gravatar: null },
  ])
  expect([await listBlocked(bob), await listMuted(bob)]).toEqual([[], []])
})
