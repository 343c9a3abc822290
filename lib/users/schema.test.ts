import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { accountInput, email, newPassword, passwordInput, signUpInput, username } from './schema'

const errorOf = (schema: z.ZodType, value: unknown) => schema.safeParse(value).error?.issues[0]?.message

describe('a username', () => {
  test.each([['ab'], ['x'.repeat(30)], ['A_b_9'], ['__'], ['  ann\n']])('may be %j', (name) => {
    expect(username.parse(name)).toBe(name.trim())
  })

  test.each([
    ['username.required', ''],
    ['username.required', '   '],
    ['username.length', 'a'],
    ['username.length', 'x'.repeat(31)],
    ['username.characters', 'a b'],
    ['username.characters', 'a.b'],
    ['username.characters', 'a/b'],
    ['username.characters', 'a?b'],
    ['username.characters', 'a#b'],
    ['username.characters', '..'],
    ['username.characters', 'a\0b'],
    ['username.characters', 'a\nb'],
    ['username.characters', 'añb'],
    ['username.characters', 'ａｂ'],
    ['username.characters', 'аnn'],
    ['username.characters', 'a\u200bb'],
  ])('is rejected with %s: %j', (message, name) => expect(errorOf(username, name)).toBe(message))
})

describe('an email address', () => {
  test.each([['a@b.example'], ['Ann+x@mail.example.com'], [' ann@example.com ']])('may be %j', (address) => {
    expect(email.parse(address)).toBe(address.trim())
  })

  test.each([
    ['email.required', ' '],
    ['email.invalid', 'ann'],
    ['email.invalid', 'ann@'],
    ['email.invalid', '@example.com'],
    ['email.invalid', 'a@b@c.example'],
    ['email.invalid', 'ann@example'],
    ['email.invalid', 'ann@example.com\r\nBcc: x@example.com'],
    ['email.invalid', 'ann @example.com'],
  ])('is rejected with %s: %j', (message, address) => expect(errorOf(email, address)).toBe(message))

  test('longer than its column is rejected [REG-09]', () => {
    const long = (length: number) => `${'x'.repeat(length - 12)}@example.com`
    expect(email.parse(long(60))).toHaveLength(60)
    expect(errorOf(email, long(121))).toBe('email.tooLong')
    expect(errorOf(email, `a@${'b.'.repeat(5000)}example`)).toBe('email.tooLong')
  })
})

describe('a new password [REG-10, REG-11, SEC-01]', () => {
  test.each([
    ['eight__8'],
    ['no rules of composition'],
    ['        8'],
    ['密码密码密码密码'],
    ['🐦🐱🐶🐭🐹🐰🦊🐻'],
    ['x'.repeat(64)],
    [' kept as typed '],
  ])('may be %j', (password) => expect(newPassword.parse(password)).toBe(password))

  test.each([
    ['73 bytes of ASCII', 'x'.repeat(73)],
    ['25 kanji', '海'.repeat(25)],
    ['64 emoji', '🐦'.repeat(64)],
    ['256 characters', 'é'.repeat(256)],
    ['256 characters in decomposed form', 'e\u0301'.repeat(256)],
  ])('may be %s', (_, password) => expect(newPassword.parse(password)).toBe(password))

  test.each([
    ['257 characters', 'x'.repeat(257)],
    ['257 emoji', '🐦'.repeat(257)],
    ['86 ligatures that are three letters each', 'ﬃ'.repeat(86)],
    ['200,000 characters', 'e\u0301'.repeat(100_000)],
  ])('may not be %s', (_, password) => expect(errorOf(newPassword, password)).toBe('password.tooLong'))

  test.each([
    ['password.required', ''],
    ['password.tooShort', 'seven_7'],
    ['password.tooShort', '🐦🐦🐦🐦🐦🐦🐦'],
    ['password.tooShort', 'e\u0301'.repeat(7)],
    ['password.characters', 'abcdefgh\0'],
    ['password.characters', 'abcdefgh\ud800'],
  ])('is rejected with %s: %j', (message, password) => expect(errorOf(newPassword, password)).toBe(message))
})

const filled = {
  username: 'ann',
  email: 'ann@example.com',
  password: 'four tall herons',
  repeat: 'four tall herons',
}

/** The first error of each field, as shown in a form. */
const errorsOf = (schema: z.ZodType, value: unknown) =>
  Object.fromEntries(
    (schema.safeParse(value).error?.issues ?? []).toReversed().map((issue) => [issue.path[0], issue.message]),
  )

test.each(['username', 'email', 'password', 'repeat'])('requires %s to be present and not empty', (field) => {
  const error = { [field]: `${field}.required` }
  expect(errorsOf(signUpInput, { ...filled, [field]: '' })).toEqual(error)
  const { [field]: _, ...rest } = filled as Record<string, string>
  expect(errorsOf(signUpInput, rest)).toEqual(error)
})

test('reports a different repeated password on its field, together with all other errors', () => {
  const input = { ...filled, email: 'x', repeat: 'four tall egrets' }
  expect(errorsOf(signUpInput, input)).toEqual({ email: 'email.invalid', repeat: 'repeat.different' })
  expect(errorsOf(passwordInput, { ...input, current: '' })).toEqual({ repeat: 'repeat.different' })
})

test('accepts the repeated password in another normalization form', () => {
  const input = { ...filled, password: 'caf\u00e9 con leche', repeat: 'cafe\u0301 con leche' }
  expect(errorsOf(signUpInput, input)).toEqual({})
})

test('accepts a current password of up to 1024 characters', () => {
  const next = { password: filled.password, repeat: filled.repeat }
  expect(passwordInput.parse({ ...next, current: 'x'.repeat(1024) }).current).toHaveLength(1024)
  expect(errorsOf(passwordInput, { ...next, current: 'x'.repeat(1025) })).toEqual({
    current: 'current.wrong',
  })
})

test('the account form accepts an empty name and description, and counts code points', () => {
  const account = { username: 'ann', email: 'ann@example.com' }
  expect(accountInput.parse(account)).toEqual({ ...account, displayName: '', aboutMe: '' })
  const most = { ...account, displayName: '🐦'.repeat(50), aboutMe: '日'.repeat(160) }
  expect(accountInput.parse(most)).toEqual(most)
  const tooMuch = { ...account, displayName: '🐦'.repeat(51), aboutMe: 'ع'.repeat(161) }
  expect(errorsOf(accountInput, tooMuch)).toEqual({
    displayName: 'displayName.tooLong',
    aboutMe: 'aboutMe.tooLong',
  })
})

test('removes unknown fields', () => {
  expect(Object.keys(accountInput.parse({ ...filled, role: 'admin', id: 1, bannedAt: null }))).toEqual([
    'username',
    'displayName',
    'email',
    'aboutMe',
  ])
})
