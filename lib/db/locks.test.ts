import { expect, test } from 'vitest'
import { touchSession } from '../sessions/mutations'
import { waitForBlockedTransaction } from '../testing/blocked-transaction'
import { aPost, aUser, aViewer } from '../testing/factories'
import { db, engine, type Transaction, transaction } from './db'
import { lockConversation, lockPost, lockPosts, lockUser, lockUsers } from './locks'

/**
 * Holds a lock in one transaction while another one acquires a lock, and commits a change in between.
 * @returns the display name of user 1 that the second transaction reads once it has its lock
 */
async function readAfterLock(
  first: (tx: Transaction) => Promise<unknown>,
  second: (tx: Transaction) => Promise<unknown>,
): Promise<string> {
  let reading: Promise<string> = Promise.resolve('')
  await transaction(async (tx) => {
    await first(tx)
    reading = transaction(async (other) => {
      await second(other)
      return (await other.user.findUniqueOrThrow({ where: { id: 1 } })).displayName
    })
    await waitForBlockedTransaction()
    await tx.user.update({ where: { id: 1 }, data: { displayName: 'committed' } })
  })
  return reading
}

test('a second transaction that locks the same user waits for the first to commit', async () => {
  const { id } = await aUser()
  const lock = (tx: Transaction) => lockUser(tx, id)
  expect(await readAfterLock(lock, lock)).toBe('committed')
})

test('an update of a locked user waits for the lock', async () => {
  const { id } = await aUser()
  const update = (tx: Transaction) =>
    tx.user.update({ where: { id }, data: { postCount: { increment: 1 } }, select: { id: true } })
  expect(await readAfterLock((tx) => lockUser(tx, id), update)).toBe('committed')
})

test('users given in opposite orders are locked in ascending order, without a deadlock', async () => {
  const ids = [(await aUser()).id, (await aUser()).id, (await aUser()).id]
  await transaction((tx) => tx.user.updateMany({ data: { displayName: 'x' } }))
  const increment = (order: number[]) =>
    transaction(async (tx) => {
      await lockUsers(tx, order)
      for (const id of order)
        await tx.user.update({ where: { id }, data: { postCount: { increment: 1 } }, select: { id: true } })
    })
  const orders = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? ids : ids.toReversed()))
  await Promise.all(orders.map(increment))
  expect((await db.user.findMany()).map(({ postCount }) => postCount)).toEqual([20, 20, 20])
})

test('locking no user, or one user twice, succeeds', async () => {
  const { id } = await aUser()
  await transaction(async (tx) => {
    await lockUsers(tx, [])
    await lockUsers(tx, [id, id])
    await lockUser(tx, id)
  })
})

test('a second transaction that locks the same post waits for the first to commit', async () => {
  const { id } = await aPost(await aViewer())
  const lock = (tx: Transaction) => lockPost(tx, id)
  expect(await readAfterLock(lock, lock)).toBe('committed')
})

test('locking a post returns whether it exists', async () => {
  const { id } = await aPost(await aViewer())
  expect(await transaction((tx) => lockPost(tx, id))).toBe(true)
  expect(await transaction((tx) => lockPost(tx, id + 1))).toBe(false)
})

test('locking several posts returns those that exist, replies before their parents', async () => {
  const ann = await aViewer()
  const root = await aPost(ann)
  const reply = await aPost(ann, 'Yes', { replyTo: root.id })
  const locked = await transaction((tx) => lockPosts(tx, [root.id, reply.id, reply.id + 1]))
  expect(locked).toEqual([reply.id, root.id])
  expect(await transaction((tx) => lockPosts(tx, []))).toEqual([])
})

test('posts given in opposite orders are locked in one order, without a deadlock', async () => {
  const ann = await aViewer()
  const ids = [(await aPost(ann)).id, (await aPost(ann)).id, (await aPost(ann)).id]
  const increment = (order: number[]) =>
    transaction(async (tx) => {
      await lockPosts(tx, order)
      for (const id of order)
        await tx.post.update({ where: { id }, data: { likeCount: { increment: 1 } }, select: { id: true } })
    })
  const orders = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? ids : ids.toReversed()))
  await Promise.all(orders.map(increment))
  expect((await db.post.findMany()).map(({ likeCount }) => likeCount)).toEqual([20, 20, 20])
})

test('a second transaction that locks the same side of a conversation waits for the first to commit', async () => {
  const [owner, partner] = [await aUser(), await aUser()]
  const pair = { ownerId: owner.id, partnerId: partner.id }
  const last = { lastMessageId: 1, lastMessageAt: new Date() }
  await transaction((tx) => tx.conversation.create({ data: { ...pair, ...last } }))
  const lock = (tx: Transaction) => lockConversation(tx, owner.id, partner.id)
  expect(await readAfterLock(lock, lock)).toBe('committed')
})

if (engine === 'postgresql')
  test('a lock leaves other rows unlocked, and rows that reference the locked one can be inserted', async () => {
    const [ann, bob] = [await aUser(), await aUser()]
    await transaction(async (tx) => {
      await lockUser(tx, ann.id)
      await transaction(async (other) => {
        await lockUser(other, bob.id)
        await other.savedSearch.create({ data: { userId: ann.id, query: 'x' } })
      })
    })
    expect(await db.savedSearch.count()).toBe(1)
  })

test('touching a session waits for a transaction that ends it, without a deadlock', async () => {
  const ann = await aViewer()
  let visit: Promise<void> = Promise.resolve()
  await transaction(async (tx) => {
    await lockUser(tx, ann.id)
    visit = touchSession(ann)
    await waitForBlockedTransaction()
    await tx.session.deleteMany({ where: { userId: ann.id } })
  })
  await visit
  expect(await db.session.count()).toBe(0)
})
