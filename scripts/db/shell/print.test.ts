import { expect, test } from 'vitest'
import { formatError } from '../../cli/format-error'
import { toJson } from './print'

test.each<[unknown, string | RegExp]>([
  [new Error('two\nlines'), 'two lines'],
  [new TypeError('x'), 'TypeError: x'],
  [{ a: 1 }, 'Thrown: { a: 1 }'],
  [undefined, 'Thrown: undefined'],
  [Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), /^The database server does not answer/],
  [Object.assign(new RangeError('x'), { code: 'SQLITE_CORRUPT' }), /^The database file is damaged/],
  [Object.assign(new Error('No such table.'), { code: 'P2021' }), /^No such table\. npm run db -- upgrade /],
])('formats %j in one line', (error, line) => {
  expect(formatError(error)).toMatch(line)
  expect(formatError(error)).not.toContain('\n')
})

test('serializes values that JSON does not support', () => {
  const value = { big: 12n, huge: 2n ** 70n, at: new Date(0), map: new Map([['a', 1]]), set: new Set([2]) }
  expect(toJson(value)).toBe(
    '{"big":12,"huge":"1180591620717411303424","at":"1970-01-01T00:00:00.000Z","map":{"a":1},"set":[2]}',
  )
  expect(toJson(undefined)).toBe('null')
})
