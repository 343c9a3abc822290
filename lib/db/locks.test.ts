import { expect, test } from 'vitest'
import { touchSession } from '../sessions/mutations'
import { waitForBlockedTransaction } from '../testing/blocked-transaction'
import { aViewer } from '../testing/factories'
import { db, transaction } from './db'
import { lockUser } from './locks'

test('recording a visit waits for a transaction that ends the session instead of deadlocking with it', async () => {
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

test('a second transaction that locks the same user reads what the first one committed', async () => {
  const { id } = await aViewer()
  let second: Promise<string> = Promise.resolve('')
  await transaction(async (tx) => {
    await lockUser(tx, id)
    second = transaction(async (other) => {
      await lockUser(other, id)
      return (await other.user.findUniqueOrThrow({ where: { id } })).aboutMe
    })
    await waitForBlockedTransaction()
    await tx.user.update({ where: { id }, data: { aboutMe: 'Committed' } })
  })
  expect(await second).toBe('Committed')
})
