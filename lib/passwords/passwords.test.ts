import bcrypt from 'bcryptjs'
import { expect, test } from 'vitest'
import { changeSettings } from '../testing/settings'
import { hashPassword, needsRehash, verifyPassword } from './passwords'

test.each([
  ['cat-and-dog'],
  ['пароль-надёжный'],
  ['密码是很长的一句话'],
  ['🐦🐦🐦🐦🐦🐦🐦🐦'],
  [' spaces at both ends '],
  ['x'.repeat(72)],
  ['ñ'.repeat(36)],
])('TST-01 the right password is told from a wrong one: %s', async (password) => {
  const digest = await hashPassword(password)
  expect(await verifyPassword(password, digest)).toBe(true)
  expect(await verifyPassword(`${password.slice(0, -2)}!`, digest)).toBe(false)
  expect(await verifyPassword('', digest)).toBe(false)
})

test('REG-11 what lies past 72 bytes is no part of a password, it makes another one', async () => {
  const longest = 'x'.repeat(72)
  expect(await verifyPassword(`${longest}y`, await hashPassword(longest))).toBe(false)
})

test('REG-12 equal passwords have different hashes, at cost 12 in production', async () => {
  changeSettings({ BCRYPT_COST: 12 })
  const [one, other] = await Promise.all([hashPassword('same for both'), hashPassword('same for both')])
  expect(one).toMatch(/^\$2[ab]\$12\$/)
  expect(one).not.toBe(other)
  expect([await verifyPassword('same for both', one), needsRehash(one)]).toEqual([true, false])
})

test('whoever has no password is let in by none', async () => {
  expect(await verifyPassword('', null)).toBe(false)
  expect(await verifyPassword('anything', null)).toBe(false)
})

test('a hash is outdated when the cost has risen since', () => {
  const digest = bcrypt.hashSync('x', 4)
  expect(needsRehash(digest)).toBe(false)
  changeSettings({ BCRYPT_COST: 5 })
  expect(needsRehash(digest)).toBe(true)
})
