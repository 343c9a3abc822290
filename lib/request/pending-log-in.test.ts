import { beforeEach, expect, test, vi } from 'vitest'
import { sign } from '../crypto/signing'
import { newRequest, request } from '../testing/next'
import { clearPendingLogIn, readPendingLogIn, setPendingLogIn } from './pending-log-in'

vi.mock('next/headers', () => import('../testing/next'))

const logIn = { userId: 7, remember: true, credential: 'digest' }

beforeEach(() => newRequest())

test('keeps a log-in that opened no session, with and without a password', async () => {
  expect(await readPendingLogIn()).toBeNull()
  for (const one of [logIn, { userId: 8, remember: false }]) {
    await setPendingLogIn(one)
    expect(await readPendingLogIn()).toEqual(one)
  }
  await clearPendingLogIn()
  expect(await readPendingLogIn()).toBeNull()
})

test('expires after 15 minutes, whatever the browser does', async () => {
  await setPendingLogIn(logIn)
  vi.useFakeTimers({ now: Date.now() + 15 * 60 * 1000, toFake: ['Date'] })
  expect(await readPendingLogIn()).toBeNull()
  vi.useRealTimers()
})

test('rejects a cookie that was altered, or signed for another purpose', async () => {
  await setPendingLogIn(logIn)
  const value = request.cookies.get('roost.keep') ?? ''
  const content = { ...logIn, expires: Date.now() + 60_000 }
  for (const wrong of [`${value}x`, value.slice(1), '', 'x.y', sign('known-device', content)]) {
    newRequest({ cookies: { 'roost.keep': wrong } })
    expect(await readPendingLogIn()).toBeNull()
  }
  newRequest({ cookies: { 'roost.keep': sign('keep-account', content) } })
  expect(await readPendingLogIn()).toEqual(logIn)
})
