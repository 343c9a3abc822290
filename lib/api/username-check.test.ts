import { beforeEach, expect, test } from 'vitest'
import { resetLimits } from '../rate-limit/rate-limit'
import { aUser, aViewer } from '../testing/factories'
import { updateAccount } from '../users/mutations'
import { getAccount } from '../users/queries'
import { accountInput } from '../users/schema'
import type { Viewer } from '../viewer'
import { handleUsernameCheck } from './username-check'

beforeEach(resetLimits)

const check = (username: string, viewer: Viewer | null = null, headers: Record<string, string> = {}) =>
  handleUsernameCheck(
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
])('reports the problem of the username %j as %j [REG-05]', async (username, refusal) => {
  await aUser({ username: 'Susan' })
  const response = await check(username)
  expect(response.status).toBe(200)
  expect(response.headers.get('cache-control')).toBe('private, no-store')
  expect(await response.json()).toEqual({ refusal })
})

test("reports a user's current and former names as available for a rename", async () => {
  const susan = await aViewer({ username: 'susan' })
  const { hasPassword: _, ...account } = await getAccount(susan)
  await updateAccount(susan, accountInput.parse({ ...account, username: 'susanna' }), null)
  expect(await (await check('Susanna', susan)).json()).toEqual({ refusal: null })
  expect(await (await check('susan', susan)).json()).toEqual({ refusal: null })
  expect(await (await check('susan')).json()).toEqual({ refusal: 'username.taken' })
})

test.each([['cross-site'], ['same-site']])('rejects a request from a %s page', async (site) => {
  expect((await check('susan', null, { 'sec-fetch-site': site })).status).toBe(403)
})

test('rate-limits requests per IPv6 /64 network', async () => {
  const from = (address: string) => check('susan', null, { 'x-forwarded-for': address })
  for (let count = 1; count <= 120; count++)
    expect((await from(`2001:db8:1:2::${count.toString(16)}`)).status).toBe(200)
  const limited = await from('2001:db8:1:2:ffff::1')
  expect([limited.status, await limited.json()]).toEqual([429, { error: 'rate-limited' }])
  expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await from('2001:db8:1:3::1')).status).toBe(200)
})
