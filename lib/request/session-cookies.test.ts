import { beforeEach, expect, test, vi } from 'vitest'
import { knownDevice } from '../crypto/known-device'
import { newRequest, request } from '../testing/next'
import { readDeviceProofs, rememberDevice } from './session-cookies'

vi.mock('next/headers', () => import('../testing/next'))

beforeEach(() => newRequest())

const isKnown = async (userId: number, credential = 'digest') =>
  knownDevice(await readDeviceProofs(), userId, credential) !== null

test('a browser keeps proofs for the ten accounts of its latest log-ins', async () => {
  for (let userId = 1; userId <= 12; userId++) await rememberDevice(userId, 'digest')
  const known = await Promise.all([1, 2, 3, 12, 13].map((userId) => isKnown(userId)))
  expect(known).toEqual([false, false, true, true, false])
  expect(request.cookies.get('roost.devices')?.length).toBeLessThan(1000)
})

test('a log-in replaces the proof for its account and keeps the others', async () => {
  await rememberDevice(1, 'digest')
  await rememberDevice(2, 'digest')
  const before = await readDeviceProofs()
  await rememberDevice(1, 'digest')
  const after = await readDeviceProofs()
  expect(after).toHaveLength(2)
  expect(after.filter((proof) => before.includes(proof))).toEqual([before[0]])
})

test('the cookie contains neither the user id nor the credential', async () => {
  await rememberDevice(4711, 'digest-of-the-hash')
  const value = request.cookies.get('roost.devices') ?? ''
  expect(value).toMatch(/^[\w-]{22}\.[\w-]{43}$/)
  expect(value).not.toContain('4711')
})

test.each([['~~~'], ['x'.repeat(4000)], ['%00~"'], [Array(500).fill('a.b').join('~')]])(
  'a malformed cookie contains no valid proof: %s',
  async (value) => {
    newRequest({ cookies: { 'roost.devices': value } })
    expect(await isKnown(1)).toBe(false)
    expect((await readDeviceProofs()).length).toBeLessThanOrEqual(10)
  },
)
