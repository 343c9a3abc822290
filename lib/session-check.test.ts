import { beforeEach, expect, test, vi } from 'vitest'
import { db, transaction } from './db/db'
import { checkSession } from './session-check'
import * as mutations from './sessions/mutations'
import { aUser, testOrigin } from './testing/factories'

beforeEach(() => {
  vi.restoreAllMocks()
  Reflect.deleteProperty(globalThis, 'roostSessionChecks')
})

/** A session of a member who was last here an hour ago. */
async function anHourAgo() {
  const { id } = await aUser()
  const token = await mutations.openSession(id, false, testOrigin)
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
async function visit(token: string) {
  const later: Promise<unknown>[] = []
  const live = await checkSession(token, (work) => later.push(work))
  await Promise.all(later)
  return { live, writes: later.length }
}

test('a visit notes the time, at most once a minute', async () => {
  const { token, lastSeen } = await anHourAgo()
  const before = Date.now()
  expect(await visit(token)).toEqual({ live: true, writes: 1 })
  const seen = (await lastSeen()).getTime()
  expect(seen).toBeGreaterThanOrEqual(before)
  expect(seen).toBeLessThanOrEqual(Date.now())
  expect(await visit(token)).toEqual({ live: true, writes: 0 })
})

test('SEE-04 a time that cannot be written stops no page', async () => {
  const { token, at, lastSeen } = await anHourAgo()
  vi.spyOn(mutations, 'touchSession').mockRejectedValue(new Error('disk full'))
  expect(await visit(token)).toEqual({ live: true, writes: 1 })
  expect(await lastSeen()).toEqual(at)
})

test('what is no session is told apart and never remembered', async () => {
  expect(await visit('x'.repeat(43))).toEqual({ live: false, writes: 0 })
  expect(await visit('')).toEqual({ live: false, writes: 0 })
})
