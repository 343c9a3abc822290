import { expect, test } from 'vitest'
import { changeOf, percentile, ratios, summarize } from './statistics'

test('percentile uses the nearest rank', () => {
  const values = [40, 10, 30, 20]
  expect([0, 50, 51, 95, 100].map((share) => percentile(values, share))).toEqual([10, 20, 30, 40, 40])
  expect(percentile([], 50)).toBe(0)
})

test('summarize returns the median and the spread of several rounds', () => {
  expect(summarize([12, 10, 9])).toEqual({ median: 10, spread: 0.3 })
  expect(summarize([4, 1, 2, 3])).toEqual({ median: 2.5, spread: 1.2 })
  expect(summarize([7, 7])).toEqual({ median: 7, spread: 0 })
})

test('summarize returns no spread for a single round, so that no change is certain', () => {
  const single = summarize([7])
  expect(single).toEqual({ median: 7, spread: null })
  expect(changeOf(single, { median: 70, spread: 0 })?.certain).toBe(false)
  expect(changeOf({ median: 70, spread: 0 }, single)?.certain).toBe(false)
})

test('summarize does not divide by a median of zero', () => {
  expect(summarize([0, 0, 3])).toEqual({ median: 0, spread: 0 })
  expect(summarize([])).toBeNull()
})

test('ratios compares values of the same round and skips incomplete rounds', () => {
  expect(ratios([8, 9, null, 5], [4, 3, 2, null])).toEqual([2, 3])
  expect(ratios([8], [0])).toEqual([])
})

test('changeOf returns a certain change when it exceeds the spread of both runs', () => {
  const now = { median: 8, spread: 0.1 }
  expect(changeOf(now, { median: 10, spread: 0.15 })).toEqual({ share: expect.closeTo(-0.2), certain: true })
  expect(changeOf(now, { median: 10, spread: 0.25 })).toEqual({ share: expect.closeTo(-0.2), certain: false })
  expect(changeOf({ median: 8, spread: 0.3 }, { median: 10, spread: 0 })?.certain).toBe(false)
})

test('changeOf returns null without a value in both runs', () => {
  const now = { median: 8, spread: 0 }
  expect(changeOf(now, undefined)).toBeNull()
  expect(changeOf(now, null)).toBeNull()
  expect(changeOf(null, now)).toBeNull()
  expect(changeOf(now, { median: 0, spread: 0 })).toBeNull()
})
