import { availableParallelism } from 'node:os'
import { afterEach, expect, test } from 'vitest'
import { authenticate } from '../credentials/mutations'
import { AppError } from '../errors'
import { changePassword } from '../sessions/mutations'
import { signUpWithSession } from '../sign-ups/mutations'
import { aUser, aViewer, testClient, testPassword } from '../testing/factories'
import { changeSettings } from '../testing/settings'
import { closePasswords, hashPassword, verifyPassword } from './passwords'

afterEach(closePasswords)

/** At cost 12, on all threads of the pool: one fewer than the CPU cores. */
const hashesPerMinute = 210 * Math.max(1, availableParallelism() - 1)

/**
 * Requests as many hashes as take one minute at cost 12, and collects the errors of those that are rejected immediately.
 * At the default cost, none ends before the test does.
 */
async function fillQueue(cost = 20) {
  changeSettings({ BCRYPT_COST: cost })
  const refused: AppError[] = []
  const all = Array.from({ length: hashesPerMinute }, () =>
    hashPassword('x').catch((error) => {
      if (error instanceof AppError) refused.push(error)
    }),
  )
  await new Promise(setImmediate)
  return { refused, accepted: all.length - refused.length }
}

test('rejects work that would wait longer than ten seconds, with the time to wait before a retry', async () => {
  const { refused, accepted } = await fillQueue(12)
  expect(accepted).toBeGreaterThan(20)
  expect(refused.length).toBeGreaterThan(0)
  for (const { code, retryAfter } of refused) expect([code, retryAfter]).toEqual(['busy', 10])
  await expect(verifyPassword('x', null)).rejects.toMatchObject({ code: 'busy' })
})

test('completes the work of an admitted request while other work is rejected', async () => {
  await fillQueue()
  const rehash = hashPassword('x', { admitted: true }).catch((error) => error)
  await expect(hashPassword('x')).rejects.toMatchObject({ code: 'busy' })
  await closePasswords()
  expect(await rehash).not.toBeInstanceOf(AppError)
})

test('accepts work again when the queue is shorter', async () => {
  await fillQueue()
  await closePasswords()
  changeSettings({ BCRYPT_COST: 4 })
  expect(await verifyPassword('x', await hashPassword('x'))).toBe(true)
})

test.each([
  ['a log-in', async () => authenticate((await aUser()).username, testPassword, testClient.ip)],
  ['a log-in of an unknown user', () => authenticate('nobody', testPassword, testClient.ip)],
  [
    'a sign-up',
    () => {
      const password = 'five small wrens'
      return signUpWithSession(
        { username: 'ann', email: 'ann@example.com', password, repeat: password },
        testClient,
      )
    },
  ],
  [
    'a new password',
    async () => {
      const password = 'five small wrens'
      return changePassword(await aViewer(), { current: testPassword, password, repeat: password })
    },
  ],
])('%s is rejected while the queue is full', async (_, work) => {
  await fillQueue()
  await expect(work()).rejects.toMatchObject({ code: 'busy', retryAfter: 10 })
})

test('a log-in that is rejected because of the queue does not count as a failed attempt', async () => {
  const { username } = await aUser()
  const logIn = (password: string) => authenticate(username, password, testClient.ip)
  await fillQueue()
  for (let count = 0; count < 40; count++)
    await expect(logIn('wrong')).rejects.toMatchObject({ code: 'busy' })
  await closePasswords()
  changeSettings({ BCRYPT_COST: 4 })
  for (let count = 0; count < 10; count++)
    await expect(logIn('wrong')).rejects.toMatchObject({ code: 'wrong-credentials' })
  await expect(logIn(testPassword)).rejects.toMatchObject({ code: 'rate-limited' })
})
