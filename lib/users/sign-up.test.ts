import { beforeEach, describe, expect, test, vi } from 'vitest'
import { authenticate } from '../credentials/mutations'
import { db, transaction } from '../db/db'
import { limits } from '../limits'
import { log } from '../log/log'
import { verifyPassword } from '../passwords/passwords'
import { aUser, testClient } from '../testing/factories'
import { changeSettings } from '../testing/settings'
import { signUp, signUpFromProvider } from './mutations'
import { accountInput, signUpInput } from './schema'

const ann = {
  username: 'Ann',
  email: 'Ann@example.com',
  password: 'four tall herons',
  repeat: 'four tall herons',
}
const refusal = (fieldErrors: Record<string, string>) => ({ name: 'AppError', fieldErrors })
const storedHash = async (usernameKey: string) =>
  String((await db.user.findUniqueOrThrow({ where: { usernameKey } })).passwordHash)

test('a new account is empty and was last seen at its creation [SEE-03]', async () => {
  const before = Date.now()
  const { id } = await signUp(ann)
  const user = await db.user.findUniqueOrThrow({ where: { id } })
  expect(user).toMatchObject({
    username: 'Ann',
    usernameKey: 'ann',
    email: 'Ann@example.com',
    emailKey: 'ann@example.com',
  })
  expect(user).toMatchObject({
    postCount: 0,
    followerCount: 0,
    followingCount: 0,
    role: 'member',
    avatar: null,
  })
  expect(user.lastSeenAt.getTime()).toBeGreaterThanOrEqual(before)
  expect(user.lastSeenAt.getTime()).toBeLessThanOrEqual(Date.now())
})

describe('a sign-up with values in use', () => {
  beforeEach(() => aUser({ username: 'Ann', email: 'Ann@example.com' }))

  test.each([
    ['a username in use [REG-05]', { email: 'b@example.com' }, { username: 'username.taken' }],
    [
      'a username in use in another case [REG-05, REG-17]',
      { username: 'aNN', email: 'b@example.com' },
      { username: 'username.taken' },
    ],
    ['an email address in use [REG-06]', { username: 'bob' }, { email: 'email.taken' }],
    [
      'an email address in use in another case [REG-06]',
      { username: 'bob', email: 'ANN@EXAMPLE.COM' },
      { email: 'email.taken' },
    ],
    ['both in use [REG-05, REG-06]', {}, { username: 'username.taken', email: 'email.taken' }],
    [
      'both in use and a weak password',
      { password: 'password' },
      { username: 'username.taken', email: 'email.taken', password: 'password.common' },
    ],
  ])('reports an error on each field and creates no account: %s', async (_, change, errors) => {
    await expect(signUp({ ...ann, ...change })).rejects.toMatchObject(refusal(errors))
    expect(await db.user.count()).toBe(1)
  })
})

test('throws invalid for a weak password, and conflict if the username is also in use', async () => {
  await expect(signUp({ ...ann, password: 'password1' })).rejects.toMatchObject({ code: 'invalid' })
  await aUser({ username: 'ann' })
  await expect(signUp({ ...ann, password: 'password1' })).rejects.toMatchObject({ code: 'conflict' })
})

test.each([
  ['username', 'Ann a@example.com', 'Ann b@example.com', { username: 'username.taken' }],
  ['username in another case', 'Ann a@example.com', 'aNN b@example.com', { username: 'username.taken' }],
  ['email address', 'Ann a@example.com', 'Bob A@example.com', { email: 'email.taken' }],
  [
    'email address that contains a column name',
    'Ann username_key@b.example',
    'Bob username_key@b.example',
    { email: 'email.taken' },
  ],
])(
  'two concurrent sign-ups with the same %s create one account and return one error [REG-07, REG-17]',
  async (_, one, other, errors) => {
    const both = [one, other].map((person) => person.split(' ') as [string, string])
    const made = await Promise.allSettled(
      both.map(([username, email]) => signUp({ ...ann, username, email })),
    )
    const reasons = made.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason] : []))
    expect(reasons).toEqual([expect.objectContaining(refusal(errors))])
    expect(await db.user.count()).toBe(1)
  },
)

test('ten concurrent sign-ups create one account [REG-07]', async () => {
  const all = await Promise.allSettled(Array.from({ length: 10 }, () => signUp(ann)))
  expect(all.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  const reasons = all.flatMap((one) => (one.status === 'rejected' ? [one.reason.fieldErrors] : []))
  expect(reasons).toEqual(Array(9).fill({ username: 'username.taken', email: 'email.taken' }))
})

test.each([
  ['a'],
  ['x'.repeat(31)],
  ['a/b'],
  ['a?b'],
  ['a#b'],
  ['a.b'],
  ['a b'],
  ['a\tb'],
  ['a\u007fb'],
  ['añb'],
  ['аnn'],
  ['%2f'],
])('form and database reject the username %j [REG-08, REG-17]', async (username) => {
  expect(signUpInput.safeParse({ ...ann, username }).success).toBe(false)
  await expect(aUser({ username, email: 'a@b.example' })).rejects.toThrow()
  expect(await db.user.count()).toBe(0)
})

test.each([['ab'], ['x'.repeat(30)], ['Ab_9']])(
  'form and database accept the username %s [REG-08]',
  async (username) => {
    const { id } = await signUp(signUpInput.parse({ ...ann, username }))
    expect((await db.user.findUniqueOrThrow({ where: { id } })).username).toBe(username)
  },
)

test('neither the database nor the log contains the password [REG-12]', async () => {
  const written = (['debug', 'info', 'warn', 'error'] as const).map((level) => vi.spyOn(log, level))
  await signUp(ann)
  await signUp({ ...ann, username: 'bob', email: 'bob@example.com' })
  await authenticate('ann', ann.password, testClient.ip)
  await authenticate('ann', `${ann.password}!`, testClient.ip).catch(() => {})
  const said = written.flatMap((spy) => spy.mock.calls)
  expect(said.length).toBeGreaterThan(2)
  expect(JSON.stringify([await db.user.findMany(), await db.session.findMany(), said])).not.toContain(
    'herons',
  )
  expect(await storedHash('ann')).not.toBe(await storedHash('bob'))
})

test('the hash of the longest password fits its column and can be verified [REG-13]', async () => {
  changeSettings({ BCRYPT_COST: 5 })
  const password = '🐦🦉🦆🦅'.repeat(limits.password.max / 4)
  await signUp(signUpInput.parse({ ...ann, password, repeat: password }))
  expect(await storedHash('ann')).toMatch(/^bcrypt-sha384:.{60}$/)
  expect(await verifyPassword(password, await storedHash('ann'))).toBe(true)
})

test('a log-in through a provider creates an account with the first free variant of the username', async () => {
  await aUser({ username: 'ann' })
  const name = async (wanted: string, email: string) => {
    const { id } = await signUpFromProvider(wanted, email, 'Ann')
    return (await db.user.findUniqueOrThrow({ where: { id } })).username
  }
  expect(await name('Ann', '1@example.com')).toBe('Ann2')
  expect(await name('../日本', '2@example.com')).toBe('__')
  expect(await name('x'.repeat(99), '3@example.com')).toBe('x'.repeat(24))
  await expect(name('new', '3@example.com')).rejects.toThrow()
})

test.each([
  ['a long name', 'Octo Cat '.repeat(20), 'Octo Cat '.repeat(20).slice(0, 50).trim()],
  ['a long name of emoji', '👩‍🚀'.repeat(20), '👩‍🚀'.repeat(16)],
  ['control characters and line ends', 'Octo\u0000\u0085\r\nCat', 'Octo Cat'],
  ['a lone surrogate', 'Octo\ud800', 'Octo\ufffd'],
  ['only white space', ' \u2003 ', ''],
])(
  'a log-in through a provider with %s creates an account with a valid display name',
  async (_, given, stored) => {
    const { id } = await signUpFromProvider('octo', 'octo@example.com', given)
    const { displayName } = await db.user.findUniqueOrThrow({ where: { id } })
    expect(displayName).toBe(stored)
    expect(accountInput.shape.displayName.parse(displayName)).toBe(displayName)
  },
)

test.each([
  ['too long', `${'x'.repeat(110)}@example.com`, 'email.tooLong'],
  ['incomplete', 'octo@localhost', 'email.invalid'],
  ['missing', '', 'email.required'],
])(
  'a log-in through a provider with an email address that is %s creates no account',
  async (_, email, key) => {
    const refused = { code: 'invalid', fieldErrors: { email: key } }
    await expect(signUpFromProvider('octo', email, 'Octo')).rejects.toMatchObject(refused)
    expect(await db.user.count()).toBe(0)
  },
)

test('rethrows a database error instead of reporting it as a field error', async () => {
  const broken = vi.spyOn(db.user, 'findMany').mockRejectedValue(new Error('disk full'))
  await expect(signUp(ann)).rejects.toThrow('disk full')
  broken.mockRestore()
  await expect(transaction((tx) => tx.user.delete({ where: { id: 1 } }))).rejects.toThrow()
})
