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

/** A session of a user whose last request is an hour old. */
async function anHourOldSession() {
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

/** Checks a session and waits for the deferred work. */
async function check(token: string, mayRenew = true) {
  const writes: Promise<unknown>[] = []
  const result = await checkSession(token, { mayRenew, runAfterResponse: (work) => writes.push(work) })
  await Promise.all(writes)
  return { live: result !== null, renewed: result?.renewedUntil ?? null, writes: writes.length }
}

test('stores the time of the last request, at most once a minute', async () => {
  const { token, lastSeen } = await anHourOldSession()
  const before = Date.now()
  expect(await check(token)).toMatchObject({ live: true, writes: 1 })
  const seen = (await lastSeen()).getTime()
  expect(seen).toBeGreaterThanOrEqual(before)
  expect(seen).toBeLessThanOrEqual(Date.now())
  expect(await check(token)).toMatchObject({ live: true, writes: 0 })
})

test('succeeds when the time of the last request cannot be stored [SEE-04]', async () => {
  const { token, at, lastSeen } = await anHourOldSession()
  vi.spyOn(mutations, 'touchSession').mockRejectedValue(new Error('disk full'))
  expect(await check(token)).toMatchObject({ live: true, writes: 1 })
  expect(await lastSeen()).toEqual(at)
})

test('returns null for an unknown or empty token', async () => {
  expect(await check('x'.repeat(43))).toMatchObject({ live: false, writes: 0 })
  expect(await check('')).toMatchObject({ live: false, writes: 0 })
})

describe('a session', () => {
  const day = 24 * 60 * 60 * 1000
  const forget = () => Reflect.deleteProperty(globalThis, 'roostSessionChecks')
  /** Moves the clock forward and deletes the cached check. */
  const advance = (days: number) => {
    vi.setSystemTime(Date.now() + days * day)
    forget()
  }
  const openRemembered = async (remember = true) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    return mutations.openSession((await aUser()).id, remember, testClient)
  }
  const endOf = async () => (await db.session.findFirstOrThrow()).expiresAt

  test('that is remembered is renewed by a request, at most once a day [REM-03]', async () => {
    const token = await openRemembered()
    expect((await check(token)).renewed).toBeNull()
    advance(0.9)
    expect((await check(token)).renewed).toBeNull()
    advance(0.2)
    const until = new Date(Date.now() + 365 * day)
    expect(await check(token)).toEqual({ live: true, renewed: until, writes: 1 })
    expect(await endOf()).toEqual(until)
    forget()
    expect((await check(token)).renewed).toBeNull()
  })

  test.each([[365], [45], [1]])(
    'that is remembered does not expire while it is used, with REMEMBER_DAYS=%i',
    async (days) => {
      changeSettings({ REMEMBER_DAYS: days })
      const token = await openRemembered()
      for (let count = 0; count < 40; count++) {
        advance(Math.min(31, days * 0.9))
        expect((await check(token)).live).toBe(true)
      }
      advance(days)
      expect((await check(token)).live).toBe(false)
    },
  )

  test('that is remembered is renewed only by a request that can set the cookie', async () => {
    const token = await openRemembered()
    advance(2)
    const before = await endOf()
    expect((await check(token, false)).renewed).toBeNull()
    expect(await endOf()).toEqual(before)
    expect((await check(token)).renewed).not.toBeNull()
  })

  test('that is not remembered keeps its expiry regardless of use [SEC-12]', async () => {
    const token = await openRemembered(false)
    for (let count = 0; count < 13; count++) {
      advance(1)
      expect(await check(token)).toMatchObject({ live: true, renewed: null })
    }
    advance(1)
    expect((await check(token)).live).toBe(false)
  })
})
