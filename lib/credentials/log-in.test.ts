import bcrypt from 'bcryptjs'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { db, transaction } from '../db/db'
import type { AppError } from '../errors'
import { resetLimits } from '../rate-limit/rate-limit'
import { logInInput } from '../sessions/schema'
import { aUser, testPassword } from '../testing/factories'
import { changeSettings } from '../testing/settings'
import { authenticate } from './mutations'

beforeEach(resetLimits)
afterEach(() => void vi.useRealTimers())

let address = 0
const anywhere = () => `198.51.${Math.floor(address / 250)}.${address++ % 250}`
const attempt = (identifier: string, password: string, ip = anywhere()) =>
  authenticate(identifier, password, ip)
const answer = async (identifier: string, password: string, ip?: string) => {
  const error: AppError | null = await attempt(identifier, password, ip).then(
    () => null,
    (reason) => reason,
  )
  return (
    error && { name: error.name, code: error.code, message: error.message, fieldErrors: error.fieldErrors }
  )
}
const storedHash = async (id: number) =>
  (await db.user.findUniqueOrThrow({ where: { id } })).passwordHash ?? ''
const wrong = {
  name: 'AppError',
  code: 'wrong-credentials',
  message: 'wrong-credentials',
  fieldErrors: undefined,
}

test.each([['ann'], ['ANN'], [' ann '], ['ann@example.com'], ['Ann@Example.Com']])(
  'accepts the identifier %j [LOG-02]',
  async (identifier) => {
    const { id } = await aUser({ username: 'Ann', email: 'Ann@example.com' })
    expect(await attempt(identifier, testPassword)).toMatchObject({ id })
  },
)

test.each([
  ['a wrong password', 'ann', 'wrong'],
  ['a password with surrounding space', 'ann', ` ${testPassword}`],
  ['an unknown username', 'nobody', testPassword],
  ['an unknown email address', 'nobody@example.com', testPassword],
  ['an account without a password', 'ben', testPassword],
  ['an account without a password, and an empty password', 'ben', ''],
  ['SQL injection', "ann' --", testPassword],
  ['a LIKE pattern', '%', testPassword],
  ['a NUL character', 'ann\0', testPassword],
  ['a lone surrogate', 'ann\ud800', testPassword],
])('the error is the same for %s [LOG-03, SEC-05]', async (_, identifier, password) => {
  await aUser({ username: 'ann' })
  await aUser({ username: 'ben', passwordHash: null })
  expect(await answer(identifier, password)).toEqual(wrong)
})

test('a ban is reported only after a correct password', async () => {
  const { id } = await aUser({ username: 'ann' })
  await transaction((tx) => tx.user.update({ where: { id }, data: { bannedAt: new Date() } }))
  expect(await answer('ann', 'wrong')).toEqual(wrong)
  expect(await answer('ann', testPassword)).toMatchObject({ code: 'banned' })
})

describe('log-ins are limited [LOG-16, SEC-04]', () => {
  test.each([['ann'], ['nobody'], ['nobody@example.com']])(
    'after ten failures for %s, from any IP address',
    async (identifier) => {
      vi.useFakeTimers({ toFake: ['Date'] })
      await aUser({ username: 'ann' })
      for (let count = 0; count < 10; count++) expect(await answer(identifier, 'wrong')).toEqual(wrong)
      const refused = { code: 'rate-limited', message: 'login-account', retryAfter: 900 }
      await expect(attempt(identifier, testPassword)).rejects.toMatchObject(refused)
      await expect(attempt(identifier.toUpperCase(), 'wrong')).rejects.toMatchObject(refused)
      expect(await answer('other', 'wrong')).toEqual(wrong)
    },
  )

  test('after thirty failures from one network, for any accounts', async () => {
    await aUser({ username: 'ann' })
    const ip = (count: number) => `2001:db8:1:2::${count.toString(16)}`
    for (let count = 0; count < 30; count++)
      expect(await answer(`name${count}`, 'wrong', ip(count))).toEqual(wrong)
    await expect(attempt('ann', testPassword, ip(31))).rejects.toMatchObject({
      code: 'rate-limited',
      message: 'login-ip',
    })
    await attempt('ann', testPassword, '2001:db8:1:3::1')
  })

  test('but successes do not count, and reset the failures of the account', async () => {
    await aUser({ username: 'ann' })
    for (let round = 0; round < 4; round++) {
      for (let count = 0; count < 9; count++) await answer('ann', 'wrong', `10.0.${round}.1`)
      await attempt('ann', testPassword, '10.0.9.9')
    }
    for (let count = 0; count < 35; count++) await attempt('ann', testPassword, '10.0.9.9')
  })
})

describe('successful log-ins are limited to 100 an hour', () => {
  const logInOften = async (name: string) => {
    for (let count = 0; count < 100; count++) await attempt(name, testPassword)
  }
  const refused = { code: 'rate-limited', message: 'login-success' }

  test('for each account, from any IP address [SEC-04]', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    await aUser({ username: 'ann' })
    await aUser({ username: 'bob' })
    await logInOften('ann')
    await expect(attempt('ann', testPassword)).rejects.toMatchObject({ ...refused, retryAfter: 3600 })
    await expect(attempt('ann@example.com', testPassword)).rejects.toMatchObject(refused)
    expect(await answer('ann', 'wrong')).toEqual(wrong)
    await attempt('bob', testPassword)
  })

  test('and count as failures above the limit', async () => {
    await aUser({ username: 'ann' })
    await logInOften('ann')
    for (let count = 0; count < 10; count++)
      await expect(attempt('ann', testPassword)).rejects.toMatchObject(refused)
    await expect(attempt('ann', testPassword)).rejects.toMatchObject({ message: 'login-account' })
  })
})

test('a successful log-in replaces a hash of a lower cost, a failed one does not [SEC-03]', async () => {
  const { id } = await aUser({ username: 'ann' })
  const cost = async () => /\$2[ab]\$(\d+)\$/.exec(await storedHash(id))?.[1]
  changeSettings({ BCRYPT_COST: 6 })
  await answer('ann', 'wrong')
  expect(await cost()).toBe('04')
  await attempt('ann', testPassword)
  expect(await cost()).toBe('06')
  expect(await attempt('ann', testPassword)).toMatchObject({ id })
})

test.each([
  ['caf\u00e9 con leche', 'cafe\u0301 con leche'],
  ['cafe\u0301 con leche', 'cafe\u0301 con leche'],
])('replaces a bcrypt hash of %j without SHA-384 at log-in [SEC-03]', async (stored, typed) => {
  const bare = bcrypt.hashSync(stored, 4)
  const { id } = await aUser({ username: 'ann', passwordHash: bare })
  expect(await answer('ann', 'wrong')).toEqual(wrong)
  expect(await storedHash(id)).toBe(bare)
  expect(await attempt('ann', typed)).toMatchObject({ id })
  expect(await storedHash(id)).toMatch(/^bcrypt-sha384:/)
  for (const form of [stored, typed, typed.normalize('NFC')])
    expect(await attempt('ann', form)).toMatchObject({ id })
})

test.each([
  [{ identifier: '', password: 'x' }, 'identifier.required'],
  [{ identifier: '  ', password: 'x' }, 'identifier.required'],
  [{ identifier: 'ann', password: '' }, 'password.required'],
  [{ identifier: 'ann' }, 'password.required'],
  [{ identifier: 'x'.repeat(201), password: 'x' }, 'identifier.tooLong'],
  [{ identifier: 'ann', password: 'x'.repeat(1025) }, 'password.tooLong'],
])('rejects %j before any query', (input, message) => {
  expect(logInInput.safeParse(input).error?.issues[0]?.message).toBe(message)
})

test.each([
  ['on', true],
  ['true', true],
  [undefined, false],
  ['', false],
  ['false', false],
])('parses remember=%s as %s', (remember, meant) => {
  expect(logInInput.parse({ identifier: 'ann', password: 'x', remember }).remember).toBe(meant)
})
