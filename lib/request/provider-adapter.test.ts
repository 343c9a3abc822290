import { expect, test } from 'vitest'
import { db, transaction } from '../db/db'
import { resetLimits } from '../rate-limit/rate-limit'
import { aUser } from '../testing/factories'
import { type ProviderAccount, providerAdapter } from './provider-adapter'

const octo: ProviderAccount = { type: 'oauth', provider: 'github', providerAccountId: '42' }
const profile = { id: crypto.randomUUID(), email: 'octo@example.com', name: 'Octo', emailVerified: null }

/** Performs the first log-in of a user as Auth.js does. */
async function firstLogIn(account = octo, user = profile) {
  const { adapter, accept } = providerAdapter()
  expect(await accept(user, account)).toBeNull()
  const made = await adapter.createUser?.(user)
  return { adapter, userId: made?.id ?? '' }
}

const linked = () =>
  db.account.findMany({ select: { userId: true, type: true, provider: true, providerAccountId: true } })

test('a first log-in creates the user and the provider account in one transaction', async () => {
  const { adapter, userId } = await firstLogIn()
  const rows = [{ userId: Number(userId), ...octo }]
  expect(await linked()).toEqual(rows)
  await adapter.linkAccount?.({ ...octo, type: 'oauth', userId })
  expect(await linked()).toEqual(rows)
  expect(await adapter.getUserByAccount?.(octo)).toMatchObject({ id: userId, email: 'octo@example.com' })
})

test('a first log-in creates no user when the provider account cannot be inserted', async () => {
  const { id } = await aUser()
  await transaction((tx) => tx.account.create({ data: { userId: id, ...octo } }))
  const { adapter, accept } = providerAdapter()
  await accept({ ...profile, id: String(id) }, octo)
  await expect(adapter.createUser?.(profile)).rejects.toThrow()
  expect(await db.user.count()).toBe(1)
})

test.each([
  ['verifies the address of a new account that the provider has verified', true, []],
  ['sends a link to an address that the provider has not verified', false, ['verify-email']],
])('a first log-in %s', async (_, isEmailVerified, kinds) => {
  const user = { ...profile, isEmailVerified }
  const { userId } = await firstLogIn(octo, user)
  const { emailVerified } = await db.user.findUniqueOrThrow({ where: { id: Number(userId) } })
  expect(emailVerified !== null).toBe(isEmailVerified)
  expect((await db.job.findMany()).map(({ kind }) => kind)).toEqual(kinds)
})

test('links a provider account to an existing user', async () => {
  const { id } = await aUser()
  const { adapter, accept } = providerAdapter()
  expect(await accept(profile, octo)).toBeNull()
  await adapter.linkAccount?.({ ...octo, type: 'oauth', userId: String(id) })
  expect(await linked()).toEqual([{ userId: id, ...octo }])
})

test.each([
  ['too long', `${'x'.repeat(110)}@example.com`],
  ['incomplete', 'octo@localhost'],
  ['missing', undefined],
])('rejects a first log-in with an email address that is %s, with a specific reason', async (_, email) => {
  expect(await providerAdapter().accept({ ...profile, email: email as string }, octo)).toBe('ProviderEmail')
})

test('accepts a known user with any email address at the provider', async () => {
  const { adapter, userId } = await firstLogIn()
  const member = await adapter.getUserByAccount?.(octo)
  expect(await providerAdapter().accept({ ...profile, ...member, id: userId, email: 'x' }, octo)).toBeNull()
})

test('rejects a banned user who has changed the email address', async () => {
  const { adapter, userId } = await firstLogIn()
  await transaction((tx) =>
    tx.user.update({
      where: { id: Number(userId) },
      data: { bannedAt: new Date(), email: 'moved@example.com' },
    }),
  )
  expect(await adapter.getUserByAccount?.(octo)).toBeNull()
  expect(await providerAdapter().accept(profile, octo)).toBe('Banned')
})

test('limits log-ins to 100 an hour', async () => {
  await resetLimits()
  const { userId } = await firstLogIn()
  const logIn = () => providerAdapter().accept({ ...profile, id: userId }, octo)
  for (let count = 0; count < 100; count++) expect(await logIn()).toBeNull()
  expect(await logIn()).toBe('RateLimited')
  await resetLimits()
})
