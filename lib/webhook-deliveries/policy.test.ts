import { expect, test } from 'vitest'
import { judgeAttempt, maxAttempts, retryDelay } from './policy'

test('waits four times as long after each failure, about 30 hours in total', () => {
  const delays = Array.from({ length: maxAttempts - 1 }, (_, at) => retryDelay(at + 1, null, 0.5) / 1000)
  expect(delays).toEqual([5, 20, 80, 320, 1280, 5120, 20_480, 81_920])
  expect(delays.reduce((sum, delay) => sum + delay) / 3600).toBeCloseTo(30.3, 1)
  expect([retryDelay(1, null, 0), retryDelay(1, null, 1)]).toEqual([4000, 6000])
})

test('waits for the seconds of Retry-After, at most an hour', () => {
  expect([0, 60, 999_999].map((seconds) => retryDelay(1, seconds, 0.5))).toEqual([5000, 60_000, 3_600_000])
  expect(retryDelay(8, 60, 0.5)).toBe(81_920_000)
})

const now = new Date('2026-11-27T12:00:00Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 60 * 60_000)

test.each([
  [{ status: 200, attempts: 1, failingSince: null }, 'delivered'],
  [{ status: 299, attempts: maxAttempts, failingSince: daysAgo(9) }, 'delivered'],
  [{ status: 302, attempts: 1, failingSince: null }, 'retry'],
  [{ status: 404, attempts: 1, failingSince: null }, 'retry'],
  [{ status: null, attempts: maxAttempts - 1, failingSince: daysAgo(9) }, 'retry'],
  [{ status: 410, attempts: 1, failingSince: null }, 'webhook-gone'],
  [{ status: 500, attempts: maxAttempts, failingSince: null }, 'failed'],
  [{ status: 500, attempts: maxAttempts, failingSince: daysAgo(2.9) }, 'failed'],
  [{ status: null, attempts: maxAttempts, failingSince: daysAgo(3) }, 'webhook-failed'],
] as const)('judges the attempt %j: %s', (attempt, outcome) => {
  expect(judgeAttempt(attempt, now)).toBe(outcome)
})
