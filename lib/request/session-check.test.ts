import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { db, transaction } from '../db/db'
import * as mutations from '../sessions/mutations'
import { aUser, testClient } from '../testing/factories'
import { changeSettings } from '../testing/settings'
import { checkSession } from './session-check'

beforeEach(() => {
  vi.restoreAllMocks()
  Reflect.deleteProperty(globalThis, 'roostSessionChecks')
})

afterEach(() => {
  vi.useRealTimers()
})

/** A session of a member who was last here an hour ago. */
async function anHourAgo() {
  const { id } = await aUser()
  const token = await mutations.openSession(id, false, testClient)
  const at = new Date(Date.now() - 3_600_000)
  await transaction((tx) =>
    tx.user.update({
      where: { id },
      data: { lastSeenAt: at, sessions: { updateMany: { where: {}, data: { lastUsedAt: at } } } },
    }),
  )
  const lastSeen = async () => (await db.user.findUniqueOrThrow({ where: { id } })).lastSeenAt
  return { token, at, lastSeen }
}

/** Checks a session and waits for the work that is left for after the answer. */
async function visit(token: string, mayRenew = true) {
  const later: Promise<unknown>[] = []
  const check = await checkSession(token, { mayRenew, later: (work) => later.push(work) })
  await Promise.all(later)
  return { live: check !== null, renewed: check?.renewedUntil ?? null, writes: later.length }
}

test('a visit notes the time, at most once a minute', async () => {
  const { token, lastSeen } = await anHourAgo()
  const before = Date.now()
  expect(await visit(token)).toMatchObject({ live: true, writes: 1 })
  const seen = (await lastSeen()).getTime()
  expect(seen).toBeGreaterThanOrEqual(before)
  expect(seen).toBeLessThanOrEqual(Date.now())
  expect(await visit(token)).toMatchObject({ live: true, writes: 0 })
})

test('a time that cannot be written stops no page [SEE-04]', async () => {
  const { token, at, lastSeen } = await anHourAgo()
  vi.spyOn(mutations, 'touchSession').mockRejectedValue(new Error('disk full'))
  expect(await visit(token)).toMatchObject({ live: true, writes: 1 })
  expect(await lastSeen()).toEqual(at)
})

test('what is no session is told apart and never remembered', async () => {
  expect(await visit('x'.repeat(43))).toMatchObject({ live: false, writes: 0 })
  expect(await visit('')).toMatchObject({ live: false, writes: 0 })
})

describe('a remembered session', () => {
  const day = 24 * 60 * 60 * 1000
  const forget = () => Reflect.deleteProperty(globalThis, 'roostSessionChecks')
  /** Goes forward in time, beyond what is remembered of the last check. */
  const sleep = (days: number) => {
    vi.setSystemTime(Date.now() + days * day)
    forget()
  }
  const remembered = async (remember = true) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    return mutations.openSession((await aUser()).id, remember, testClient)
  }
  const endOf = async () => (await db.session.findFirstOrThrow()).expiresAt

  test('gets its full time again at a visit, at most once a day [REM-03]', async () => {
    const token = await remembered()
    expect((await visit(token)).renewed).toBeNull()
    sleep(0.9)
    expect((await visit(token)).renewed).toBeNull()
    sleep(0.2)
    const until = new Date(Date.now() + 365 * day)
    expect(await visit(token)).toEqual({ live: true, renewed: until, writes: 1 })
    expect(await endOf()).toEqual(until)
    forget()
    expect((await visit(token)).renewed).toBeNull()
  })

  test.each([[365], [45], [1]])(
    'of REMEMBER_DAYS=%i never ends while its member comes back in time',
    async (days) => {
      changeSettings({ REMEMBER_DAYS: days })
      const token = await remembered()
      for (let visits = 0; visits < 40; visits++) {
        sleep(Math.min(31, days * 0.9))
        expect((await visit(token)).live).toBe(true)
      }
      sleep(days)
      expect((await visit(token)).live).toBe(false)
    },
  )

  test('is renewed only where its cookie can be, and then by the next page', async () => {
    const token = await remembered()
    sleep(2)
    const before = await endOf()
    expect((await visit(token, false)).renewed).toBeNull()
    expect(await endOf()).toEqual(before)
    expect((await visit(token)).renewed).not.toBeNull()
  })

  test('that is not remembered keeps its end, however much it is used [SEC-12]', async () => {
    const token = await remembered(false)
    for (let visits = 0; visits < 13; visits++) {
      sleep(1)
      expect(await visit(token)).toMatchObject({ live: true, renewed: null })
    }
    sleep(1)
    expect((await visit(token)).live).toBe(false)
  })
})
