import { describe, expect, test } from 'vitest'
import { db, transaction } from '../db/db'
import { aViewer, countersOf } from '../testing/factories'
import { getUser } from '../users/queries'
import { followUser, unfollowUser } from './mutations'
import { listFollowers, listFollowing } from './queries'
import { followInput } from './schema'

const none = { postCount: 0, followerCount: 0, followingCount: 0 }
const pair = async () => [await aViewer({ username: 'Ann' }), await aViewer({ username: 'Bob' })] as const
const names = ({ items }: { items: { username: string }[] }) => items.map((user) => user.username)

test('following changes both counters and both lists, and unfollowing reverts it [FOL-02, TST-01]', async () => {
  const [ann, bob] = await pair()
  expect(await followUser(ann, 'bob')).toEqual({ id: bob.id, username: 'Bob' })
  expect([await countersOf(ann.id), await countersOf(bob.id)]).toEqual([
    { ...none, followingCount: 1 },
    { ...none, followerCount: 1 },
  ])
  expect([
    names(await listFollowing(null, ann.id, null, 9)),
    names(await listFollowers(null, bob.id, null, 9)),
  ]).toEqual([['Bob'], ['Ann']])
  expect([
    names(await listFollowers(null, ann.id, null, 9)),
    names(await listFollowing(null, bob.id, null, 9)),
  ]).toEqual([[], []])
  expect((await getUser(ann, 'bob'))?.followedByViewer).toBe(true)
  expect((await getUser(bob, 'ann'))?.followedByViewer).toBe(false)
  await unfollowUser(ann, 'BOB')
  expect([await countersOf(ann.id), await countersOf(bob.id)]).toEqual([none, none])
  expect((await getUser(ann, 'bob'))?.followedByViewer).toBe(false)
})

describe('following and unfollowing [FOL-03]', () => {
  test('are idempotent in sequence', async () => {
    const [ann, bob] = await pair()
    await unfollowUser(ann, 'bob')
    await followUser(ann, 'bob')
    await followUser(ann, 'bob')
    expect([await db.follow.count(), await countersOf(bob.id)]).toEqual([1, { ...none, followerCount: 1 }])
    await unfollowUser(ann, 'bob')
    await unfollowUser(ann, 'bob')
    expect([await db.follow.count(), await countersOf(ann.id), await countersOf(bob.id)]).toEqual([
      0,
      none,
      none,
    ])
  })

  test('write one row and change each counter by one in twenty concurrent requests', async () => {
    const [ann, bob] = await pair()
    await Promise.all(Array.from({ length: 20 }, () => followUser(ann, 'bob')))
    expect([await db.follow.count(), await countersOf(ann.id), await countersOf(bob.id)]).toEqual([
      1,
      { ...none, followingCount: 1 },
      { ...none, followerCount: 1 },
    ])
    await Promise.all(Array.from({ length: 20 }, () => unfollowUser(ann, 'bob')))
    expect([await db.follow.count(), await countersOf(ann.id), await countersOf(bob.id)]).toEqual([
      0,
      none,
      none,
    ])
  })

  test('concurrently in both directions leave counters equal to the rows', async () => {
    const [ann, bob] = await pair()
    const verbs = Array.from({ length: 40 }, (_, at) => (at % 3 ? followUser : unfollowUser))
    await Promise.all(verbs.map((verb, at) => (at % 2 ? verb(ann, 'bob') : verb(bob, 'ann'))))
    for (const { id } of [ann, bob]) {
      const followerCount = await db.follow.count({ where: { followedId: id } })
      const followingCount = await db.follow.count({ where: { followerId: id } })
      expect(await countersOf(id)).toEqual({ ...none, followerCount, followingCount })
    }
  })
})

test('followUser and the database reject following oneself [FOL-04]', async () => {
  const [ann] = await pair()
  for (const verb of [followUser, unfollowUser])
    await expect(verb(ann, 'aNN')).rejects.toMatchObject({ code: 'invalid' })
  const row = { followerId: ann.id, followedId: ann.id }
  await expect(transaction((tx) => tx.follow.create({ data: row }))).rejects.toThrow()
  expect([await db.follow.count(), await countersOf(ann.id)]).toEqual([0, none])
})

test.each([['nobody'], [''], ['%'], ['\0'], ['\ud800'], ['x'.repeat(200)]])(
  'throws not-found for the unknown username %j [FOL-05]',
  async (name) => {
    const [ann] = await pair()
    for (const verb of [followUser, unfollowUser])
      await expect(verb(ann, name)).rejects.toMatchObject({ code: 'not-found' })
  },
)

test.each([[undefined], [7], [null], [['bob']], [{ not: 'bob' }], ['x'.repeat(201)]])(
  'parses the invalid username %j as empty',
  (username) => {
    expect(followInput.parse({ username })).toEqual({ username: '' })
  },
)

test('the lists paginate, latest follow first, and mark the users whom the viewer follows', async () => {
  const [ann, bob] = await pair()
  const others = await Promise.all(['c1', 'c2', 'c3'].map((username) => aViewer({ username })))
  for (const [at, other] of others.entries()) {
    await followUser(other, 'ann')
    const data = { createdAt: new Date(1_000_000 + (at === 2 ? 0 : 1)) }
    await transaction((tx) => tx.follow.updateMany({ where: { followerId: other.id }, data }))
  }
  await followUser(bob, 'c2')
  const first = await listFollowers(bob, ann.id, null, 2)
  const latest = [...others.slice(0, 2)].sort((a, b) => b.id - a.id).map((one) => one.username)
  expect([names(first), first.newer]).toEqual([latest, null])
  expect(first.items.map((user) => user.followedByViewer)).toEqual(latest.map((name) => name === 'c2'))
  const [at, id] = (first.older ?? '').replace('?before=', '').split('-').map(Number)
  const last = await listFollowers(
    null,
    ann.id,
    { at: new Date(at ?? 0), id: id ?? 0, direction: 'older' },
    2,
  )
  expect([names(last), last.older, last.items[0]?.followedByViewer]).toEqual([['c3'], null, null])
})

test('deleting an account deletes its follows', async () => {
  const [ann] = await pair()
  await followUser(ann, 'bob')
  await transaction((tx) => tx.user.delete({ where: { id: ann.id } }))
  expect(await db.follow.count()).toBe(0)
})
