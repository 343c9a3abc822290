import { beforeEach, expect, test } from 'vitest'
import { resetLimits } from '../rate-limit/rate-limit'
import { aUser, aViewer } from '../testing/factories'
import { updateAccount } from '../users/mutations'
import { getAccount } from '../users/queries'
import { accountInput } from '../users/schema'
import type { Viewer } from '../viewer'
import { answerUsernameCheck } from './username-check'

beforeEach(resetLimits)

const ask = (username: string, viewer: Viewer | null = null, headers: Record<string, string> = {}) =>
  answerUsernameCheck(
    viewer,
    username,
    new Headers({ 'x-forwarded-for': '2001:db8:1:2::1', 'sec-fetch-site': 'same-origin', ...headers }),
  )

test.each([
  ['susan', 'username.taken'],
  ['SUSAN', 'username.taken'],
  [' susan ', 'username.taken'],
  ['admin', 'username.reserved'],
  ['a', 'username.length'],
  ['a b', 'username.characters'],
  ['', 'username.required'],
  ['x'.repeat(100_000), 'username.length'],
  ['susan\0', 'username.characters'],
  ['mary', null],
])('answers for the username %j: %j [REG-05]', async (username, refusal) => {
  await aUser({ username: 'Susan' })
  const answer = await ask(username)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('cache-control')).toBe('private, no-store')
  expect(await answer.json()).toEqual({ refusal })
})

test('answers a member for a rename: their own names are free', async () => {
  const susan = await aViewer({ username: 'susan' })
  const { hasPassword: _, ...account } = await getAccount(susan)
  await updateAccount(susan, accountInput.parse({ ...account, username: 'susanna' }), null)
  expect(await (await ask('Susanna', susan)).json()).toEqual({ refusal: null })
  expect(await (await ask('susan', susan)).json()).toEqual({ refusal: null })
  expect(await (await ask('susan')).json()).toEqual({ refusal: 'username.taken' })
})

test.each([['cross-site'], ['same-site']])('refuses a request from a %s page', async (site) => {
  expect((await ask('susan', null, { 'sec-fetch-site': site })).status).toBe(403)
})

test('limits requests by the part of an address that one customer holds', async () => {
  const from = (address: string) => ask('susan', null, { 'x-forwarded-for': address })
  for (let count = 1; count <= 120; count++)
    expect((await from(`2001:db8:1:2::${count.toString(16)}`)).status).toBe(200)
  const refused = await from('2001:db8:1:2:ffff::1')
  expect([refused.status, await refused.json()]).toEqual([429, { error: 'rate-limited' }])
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await from('2001:db8:1:3::1')).status).toBe(200)
})
