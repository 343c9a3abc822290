import { expect, test } from 'vitest'
import { isNotModified } from './conditional.mjs'

const lastModified = 'Fri, 27 Nov 2026 08:00:00 GMT'

test.each([
  ['W/"one"', true],
  ['"one"', true],
  ['"zero", W/"one" , "two"', true],
  ['*', true],
  ['"two"', false],
  ['one', false],
])('compares the tags of If-None-Match: %s weakly [SYN-03]', (ifNoneMatch, expected) => {
  expect(isNotModified({ ifNoneMatch }, { etag: 'W/"one"' })).toBe(expected)
})

test('ignores If-Modified-Since beside If-None-Match [SYN-03]', () => {
  const conditions = { ifNoneMatch: '"two"', ifModifiedSince: lastModified }
  expect(isNotModified(conditions, { etag: '"one"', lastModified })).toBe(false)
})

test('compares times by equality, because the time of a list can go back [SYN-03]', () => {
  const later = 'Fri, 27 Nov 2026 09:00:00 GMT'
  expect(isNotModified({ ifModifiedSince: lastModified }, { lastModified })).toBe(true)
  expect(isNotModified({ ifModifiedSince: later }, { lastModified })).toBe(false)
})

test('never matches a response without validators', () => {
  expect(isNotModified({ ifNoneMatch: '*' }, {})).toBe(false)
  expect(isNotModified({ ifModifiedSince: lastModified }, {})).toBe(false)
  expect(isNotModified({}, { etag: '"one"', lastModified })).toBe(false)
})
