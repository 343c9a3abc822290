import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { changeSettings } from '../testing/settings'
import { addressKey, reachedLimit, refund, resetLimits, spend } from './rate-limit'

beforeEach(resetLimits)
afterEach(() => {
  vi.useRealTimers()
})

const spendAll = async (key: string) => {
  for (let count = 0; count < 10; count++) await spend('login-account', key)
}
const rateLimited = { code: 'rate-limited' }

test('counts points per key and per limit', async () => {
  await spendAll('ann')
  await expect(spend('login-account', 'ann')).rejects.toMatchObject(rateLimited)
  await spend('login-account', 'bob')
  await spend('login-ip', 'ann')
})

test('rejects with the seconds to wait, and accepts the key after that time [SEC-04]', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  await spendAll('ann')
  await expect(spend('login-account', 'ann')).rejects.toMatchObject({ ...rateLimited, retryAfter: 900 })
  vi.setSystemTime(Date.now() + 600_000)
  await expect(spend('login-account', 'ann')).rejects.toMatchObject({ ...rateLimited, retryAfter: 300 })
  vi.setSystemTime(Date.now() + 300_001)
  await spend('login-account', 'ann')
})

test('reachedLimit spends no point', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  for (let count = 0; count < 20; count++) expect(await reachedLimit('login-account', 'ann')).toBeNull()
  await spendAll('ann')
  expect(await reachedLimit('login-account', 'ann')).toMatchObject({ reset: 900 })
  vi.setSystemTime(Date.now() + 900_001)
  expect(await reachedLimit('login-account', 'ann')).toBeNull()
})

test('refunds one point or all points', async () => {
  await spendAll('ann')
  await refund('login-account', 'ann', 1)
  await spend('login-account', 'ann')
  await expect(spend('login-account', 'ann')).rejects.toMatchObject(rateLimited)
  await refund('login-account', 'ann', 'all')
  await spendAll('ann')
})

test.each([['login-ip', 30] as const, ['signup-ip', 100] as const, ['csp-report-ip', 30] as const])(
  '%s counts all addresses of an IPv6 /64 as one key',
  async (name, points) => {
    for (let index = 0; index < points; index++) await spend(name, `2001:db8:1:2::${index.toString(16)}`)
    await expect(spend(name, '2001:DB8:1:2:ffff::')).rejects.toMatchObject(rateLimited)
    await spend(name, '2001:db8:1:3::1')
    await refund(name, '2001:db8:1:2::abcd', 'all')
    await spend(name, '2001:db8:1:2::1')
  },
)

test.each(['login-ip', 'signup-ip', 'search-ip'] as const)(
  '%s does not limit clients with an unknown address',
  async (name) => {
    for (let count = 0; count < 200; count++) await spend(name, 'unknown')
    expect(await reachedLimit(name, 'unknown')).toBeNull()
    await refund(name, 'unknown', 1)
  },
)

test('does not limit anything with RATE_LIMITS=off', async () => {
  await spendAll('ann')
  changeSettings({ RATE_LIMITS: 'off' })
  await spend('login-account', 'ann')
  expect(await reachedLimit('login-account', 'ann')).toBeNull()
})

describe('addressKey', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::FFFF:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:DB8:1:2::1', '2001:db8:1:2'],
    ['2001:0db8:0001:0002:ffff::', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['2001:db8:1::', '2001:db8:1:0'],
    ['::1', '0:0:0:0'],
    ['::', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['unknown', 'unknown'],
  ])('maps %s to %s', (ip, key) => expect(addressKey(ip)).toBe(key))
})
