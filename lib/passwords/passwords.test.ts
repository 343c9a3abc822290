import bcrypt from 'bcryptjs'
import { Piscina } from 'piscina'
import { describe, expect, test, vi } from 'vitest'
import { limits } from '../limits'
import { changeSettings } from '../testing/settings'
import { hashPassword, needsRehash, verifyPassword } from './passwords'

/** A hash in the former format, without normalization and SHA-384. */
const bareHash = (password: string) => bcrypt.hashSync(password, 4)

test.each([
  ['cat-and-dog'],
  ['пароль-надёжный'],
  ['密码是很长的一句话'],
  ['🐦🐦🐦🐦🐦🐦🐦🐦'],
  [' spaces at both ends '],
  ['x'.repeat(72)],
  ['ñ'.repeat(36)],
])('accepts only the correct password: %s [TST-01]', async (password) => {
  const digest = await hashPassword(password)
  expect(await verifyPassword(password, digest)).toBe(true)
  expect(await verifyPassword(`${password.slice(0, -2)}!`, digest)).toBe(false)
  expect(await verifyPassword('', digest)).toBe(false)
})

test.each([
  ['73 bytes of ASCII', 'x'.repeat(73)],
  ['25 kanji', '海'.repeat(25)],
  ['64 kanji', '海'.repeat(64)],
  ['19 emoji', '🐦'.repeat(19)],
  ['64 emoji', '🐦'.repeat(64)],
  ['the longest allowed password', '🐦'.repeat(limits.password.max)],
])('verifies every byte of %s [REG-11]', async (_, password) => {
  const digest = await hashPassword(password)
  expect(await verifyPassword(password, digest)).toBe(true)
  const [first = '', ...rest] = password
  expect(await verifyPassword([...rest, 'a'].join(''), digest)).toBe(false)
  expect(await verifyPassword(password + first, digest)).toBe(false)
  expect(await verifyPassword(rest.join(''), digest)).toBe(false)
})

test('verifies a password in any canonically or compatibility-equivalent form', async () => {
  const digest = await hashPassword('caf\u00e9 \ufb01lter\u00a0\u2126')
  for (const same of ['cafe\u0301 filter \u03a9', 'caf\u00e9 filter \u03a9', 'ｃaf\u00e9 ﬁlter\u3000Ω'])
    expect(await verifyPassword(same, digest), same).toBe(true)
  expect(await verifyPassword('cafe filter Ω', digest)).toBe(false)
})

describe('a hash in the former format', () => {
  test.each([
    ['as it was typed', 'four tall herons', 'four tall herons'],
    ['typed in another normalization form', 'caf\u00e9-caf\u00e9', 'cafe\u0301-cafe\u0301'],
    ['that was not normalized when it was stored', 'cafe\u0301-cafe\u0301', 'cafe\u0301-cafe\u0301'],
    ['with full-width letters', 'ｐａｓｓ ｗｏｒｄｓ', 'ｐａｓｓ ｗｏｒｄｓ'],
    ['of 72 bytes', 'ñ'.repeat(36), 'ñ'.repeat(36)],
  ])('verifies a password %s', async (_, stored, typed) => {
    expect(await verifyPassword(typed, bareHash(stored))).toBe(true)
    expect(await verifyPassword(`${typed.slice(0, -1)}!`, bareHash(stored))).toBe(false)
  })

  test('does not accept a longer password for its first 72 bytes [REG-11]', async () => {
    const longest = 'x'.repeat(72)
    expect(await verifyPassword(`${longest}y`, bareHash(longest))).toBe(false)
  })

  test('is not interchangeable with the bcrypt part of a new hash', async () => {
    const digested = await hashPassword('four tall herons')
    const bare = digested.slice(digested.indexOf('$2'))
    expect(await verifyPassword('four tall herons', bare)).toBe(false)
  })
})

test('takes the same number of comparisons with a new, a former and no hash [SEC-05]', async () => {
  const compare = vi.spyOn(Piscina.prototype, 'run')
  const digest = await hashPassword('four tall herons')
  const counts: number[][] = []
  for (const typed of ['wrong password', 'cafe\u0301 wrong', 'x'.repeat(200)]) {
    const count = async (stored: string | null) => {
      compare.mockClear()
      expect(await verifyPassword(typed, stored)).toBe(false)
      return compare.mock.calls.length
    }
    counts.push([await count(digest), await count(bareHash('four tall herons')), await count(null)])
  }
  expect(counts).toEqual([
    [1, 1, 1],
    [2, 2, 2],
    [1, 1, 1],
  ])
})

test('equal passwords have different hashes, at cost 12 in production [REG-12]', async () => {
  changeSettings({ BCRYPT_COST: 12 })
  const [one, other] = await Promise.all([hashPassword('same for both'), hashPassword('same for both')])
  expect(one).toMatch(/^bcrypt-sha384:\$2[ab]\$12\$.{53}$/)
  expect(one).not.toBe(other)
  expect([await verifyPassword('same for both', one), needsRehash(one)]).toEqual([true, false])
})

test('rejects every password for a user without a password', async () => {
  expect(await verifyPassword('', null)).toBe(false)
  expect(await verifyPassword('anything', null)).toBe(false)
})

test('a hash is outdated if its cost is lower than configured or it has the former format', async () => {
  const digest = await hashPassword('four tall herons')
  expect(needsRehash(digest)).toBe(false)
  expect(needsRehash(bareHash('four tall herons'))).toBe(true)
  changeSettings({ BCRYPT_COST: 5 })
  expect(needsRehash(digest)).toBe(true)
})
