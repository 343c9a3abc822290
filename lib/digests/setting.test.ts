import { describe, expect, test } from 'vitest'
import { db, transaction } from '../db/db'
import { aSubscriber } from '../testing/digests'
import { aViewer } from '../testing/factories'
import { send } from '../testing/messages'
import { setDigest, unsubscribe } from './mutations'
import { getDigest, getDigestSetting, getSubscriptionStatus } from './queries'

const day = 24 * 60 * 60_000
const dueAtOf = async (userId: number) =>
  (await db.digestSubscription.findUnique({ where: { userId } }))?.dueAt.getTime()

describe('the setting', () => {
  test('is "never" by default, and contains whether the address is verified', async () => {
    const ann = await aViewer()
    expect(await getDigestSetting(ann)).toEqual({ frequency: 'never', isEmailVerified: false })
    const eve = await aSubscriber({ frequency: 'weekly' })
    expect(await getDigestSetting(eve)).toEqual({ frequency: 'weekly', isEmailVerified: true })
  })

  test('makes the first summary due after a period; saving it again does not start the period again', async () => {
    const ann = await aViewer()
    const start = Date.now()
    await setDigest(ann, { frequency: 'daily' })
    const due = (await dueAtOf(ann.id)) ?? 0
    expect(due - start).toBeGreaterThanOrEqual(day)
    await transaction((tx) => tx.digestSubscription.updateMany({ data: { dueAt: new Date(due - 1000) } }))
    await setDigest(ann, { frequency: 'daily' })
    expect(await dueAtOf(ann.id)).toBe(due - 1000)
    await setDigest(ann, { frequency: 'weekly' })
    expect(((await dueAtOf(ann.id)) ?? 0) - start).toBeGreaterThanOrEqual(7 * day)
    for (let time = 0; time < 2; time++) await setDigest(ann, { frequency: 'never' })
    expect(await dueAtOf(ann.id)).toBeUndefined()
  })

  test('saved twice at the same time is saved once', async () => {
    const ann = await aViewer()
    await Promise.all(['daily', 'daily', 'weekly'].map((frequency) => setDigest(ann, { frequency } as never)))
    expect(await db.digestSubscription.count()).toBe(1)
  })
})

describe('a link to unsubscribe', () => {
  test('ends the summaries of its member only, however often it is used', async () => {
    const [ann, eve] = [await aSubscriber({ username: 'ann' }), await aSubscriber()]
    await send(eve, ann)
    const token = (await getDigest(ann.id))?.unsubscribeToken ?? ''
    for (let time = 0; time < 2; time++) await unsubscribe(token)
    expect(await getSubscriptionStatus(token)).toEqual({ username: 'ann', isSubscribed: false })
    expect((await getDigestSetting(ann)).frequency).toBe('never')
    expect((await getDigestSetting(eve)).frequency).toBe('daily')
    // It still works for a later subscription.
    await setDigest(ann, { frequency: 'weekly' })
    await unsubscribe(token)
    expect((await getDigestSetting(ann)).frequency).toBe('never')
  })

  test('does nothing when it is altered, or when its account is deleted', async () => {
    const [ann, eve] = [await aSubscriber(), await aSubscriber()]
    for (const [from, to] of [
      [ann, eve],
      [eve, ann],
    ] as const)
      await send(from, to)
    const tokenOf = async (id: number) => (await getDigest(id))?.unsubscribeToken ?? ''
    const [own, other] = [await tokenOf(ann.id), await tokenOf(eve.id)]
    const [payload] = own.split('.')
    const [, signature] = other.split('.')
    for (const altered of [`${payload}.${signature}`, own.slice(0, -1), `${own}x`, '', 'x', own.repeat(9)]) {
      expect(await getSubscriptionStatus(altered)).toBeNull()
      await expect(unsubscribe(altered)).rejects.toMatchObject({ code: 'not-found' })
    }
    expect(await db.digestSubscription.count()).toBe(2)
    await transaction((tx) => tx.user.delete({ where: { id: ann.id } }))
    expect(await getSubscriptionStatus(own)).toBeNull()
    await unsubscribe(own)
    expect(await db.digestSubscription.count()).toBe(1)
  })
})
