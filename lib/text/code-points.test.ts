import { describe, expect, test } from 'vitest'
import { countBytes, countCodePoints, excerpt, truncate } from './code-points'

const family = '👩‍👩‍👧‍👦'

test.each([
  ['', 0, 0],
  ['abc', 3, 3],
  ['ñ', 1, 2],
  ['n\u0303', 2, 3],
  ['مرحبا', 5, 10],
  ['日本語', 3, 9],
  ['สวัสดี', 6, 18],
  ['👍', 1, 4],
  ['👍🏽', 2, 8],
  [family, 7, 25],
  ['\ud83d', 1, 3],
])('counts the code points and bytes of %j', (text, points, bytes) => {
  expect(countCodePoints(text)).toBe(points)
  expect(countBytes(text)).toBe(bytes)
})

describe('excerpt', () => {
  test.each([
    ['short', 5, 'short'],
    ['longer', 4, 'long…'],
    ['two words', 4, 'two…'],
    [`${family}${family}`, 1, `${family}…`],
    ['n\u0303n\u0303', 1, 'n\u0303…'],
    ['สวัสดี', 2, 'สวั…'],
    ['', 3, ''],
  ])('shortens %j between grapheme clusters', (text, max, expected) =>
    expect(excerpt(text, max)).toBe(expected),
  )
})

test.each([
  ['short', 5, 'short'],
  ['longer', 4, 'long'],
  ['👍🏽👍🏽', 3, '👍🏽'],
  [`a${family}`, 7, 'a'],
  [`${family}a`, 7, family],
  ['n\u0303n\u0303', 3, 'n\u0303'],
  [`e${'\u0301'.repeat(9)}`, 4, `e${'\u0301'.repeat(3)}`],
  ['', 3, ''],
])('truncates %j to %i code points between grapheme clusters', (text, max, expected) => {
  expect(truncate(text, max)).toBe(expected)
})
