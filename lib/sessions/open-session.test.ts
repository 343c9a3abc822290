import { describe, expect, test } from 'vitest'
import { authenticate } from '../credentials/mutations'
import { db, transaction } from '../db/db'
import { resetLimits } from '../rate-limit/rate-limit'
import { signUpWithSession } from '../sign-ups/mutations'
import { aUser, aViewer, testClient } from '../testing/factories'
import { eventsDuring } from '../testing/messages'
import { signUp } from '../users/mutations'
import { openSession } from './mutations'
import { findSession } from './queries'

const inDays = (days: number) => new Date(Date.now() + days * 24 * 60 * 60 * 1000)

test('a log-in deletes sessions that were idle for too long', async () => {
  const { id } = await aUser()
  const kept = await openSession(id, true, testClient)
  await openSession(id, false, testClient)
  await transaction((tx) => tx.session.updateMany({ data: { lastUsedAt: inDays(-4) } }))
  const fresh = await openSession(id, false, testClient)
  expect(await db.session.count()).toBe(2)
  for (const token of [kept, fresh]) expect(await findSession(token)).not.toBeNull()
})

test('a log-in without a password opens no session for a member suspended in the meantime', async () => {
  const { id } = await aUser()
  await transaction((tx) => tx.user.update({ where: { id }, data: { bannedAt: new Date() } }))
  await expect(openSession(id, true, testClient)).rejects.toMatchObject({ code: 'banned' })
  expect(await db.session.count()).toBe(0)
})

describe('the limit of 100 sessions per user', () => {
  /** Opens `count` sessions, the first of which is the most recently used. */
  const openMany = async (userId: number, count: number) => {
    const tokens: string[] = []
    for (let opened = 0; opened < count; opened++) tokens.push(await openSession(userId, true, testClient))
    const rows = await db.session.findMany({ where: { userId }, orderBy: { id: 'asc' } })
    await transaction(async (tx) => {
      for (const [index, { id }] of rows.entries())
        await tx.session.update({ where: { id }, data: { lastUsedAt: inDays(-index - 1) } })
    })
    return { tokens, ids: rows.map(({ id }) => id) }
  }

  test('ends the least recently used session at the next log-in', async () => {
    const [ann, bob] = [await aUser(), await aViewer()]
    const { tokens, ids } = await openMany(ann.id, 100)
    const newest: string[] = []
    const events = await eventsDuring(async () => newest.push(await openSession(ann.id, false, testClient)))
    expect(await db.session.count({ where: { userId: ann.id } })).toBe(100)
    expect(await findSession(tokens[99])).toBeNull()
    for (const token of [tokens[0], tokens[98], newest[0]]) expect(await findSession(token)).not.toBeNull()
    expect(events).toEqual([{ type: 'sessions-ended', userId: ann.id, sessionIds: [ids[99]] }])
    expect(await db.session.count({ where: { userId: bob.id } })).toBe(1)
  })

  test('holds for concurrent log-ins', async () => {
    const { id } = await aUser()
    await openMany(id, 95)
    await Promise.all(Array.from({ length: 20 }, () => openSession(id, false, testClient)))
    expect(await db.session.count()).toBe(100)
  })

  test('does not count the session that a log-in replaces', async () => {
    const { id } = await aUser()
    const { tokens } = await openMany(id, 100)
    await openSession(id, true, testClient, { previousToken: tokens[0] })
    expect(await findSession(tokens[99])).not.toBeNull()
    expect(await db.session.count()).toBe(100)
  })
})

describe('a sign-up', () => {
  const input = {
    username: 'Ann',
    email: 'ann@example.com',
    password: 'four tall herons',
    repeat: 'four tall herons',
  }

  test('opens a session for the new user [REG-14]', async () => {
    const { id, token } = await signUpWithSession(input, testClient)
    expect((await findSession(token))?.viewer).toMatchObject({ id, username: 'Ann' })
  })

  test('creates no account when its session cannot be written', async () => {
    const fails = () => Promise.reject(new Error('disk full'))
    await expect(signUp(input, fails)).rejects.toThrow('disk full')
    expect(await db.user.count()).toBe(0)
    await signUpWithSession(input, testClient)
  })

  test('is possible from an IP address whose log-ins are rate-limited [REG-14]', async () => {
    await resetLimits()
    for (let count = 0; count < 30; count++)
      await authenticate(`nobody${count}`, 'wrong', testClient.ip).catch(() => {})
    await expect(authenticate('nobody', 'wrong', testClient.ip)).rejects.toMatchObject({
      code: 'rate-limited',
    })
    expect(await findSession((await signUpWithSession(input, testClient)).token)).not.toBeNull()
    await resetLimits()
  })

  test('that is repeated concurrently creates one account with one session [REG-07]', async () => {
    const attempts = await Promise.allSettled([1, 2, 3].map(() => signUpWithSession(input, testClient)))
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect([await db.user.count(), await db.session.count()]).toEqual([1, 1])
  })
})
