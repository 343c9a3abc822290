import { expect, test } from 'vitest'
import { changeSettings } from '../testing/settings'
import { sign, unsign } from './signing'

const value = { body: 'ñandú 🐦 <b>', list: [1, null] }

test('what was signed comes back, for the same purpose only', () => {
  const packed = sign('flash', value)
  expect(packed).toMatch(/^[\w-]+\.[\w-]{43}$/)
  expect(unsign('flash', packed)).toEqual(value)
  expect(unsign('draft', packed)).toBeNull()
})

test('a value changed in any one character is nothing', () => {
  const packed = sign('flash', value)
  for (let at = 0; at < packed.length; at++) {
    const changed = packed.slice(0, at) + (packed[at] === 'A' ? 'B' : 'A') + packed.slice(at + 1)
    expect(unsign('flash', changed), `at ${at}`).toBeNull()
  }
})

test.each([
  [undefined],
  [''],
  ['.'],
  ['a.'],
  ['.b'],
  ['a.b'],
  ['a.b.c'],
  ['e30'],
  [`${sign('flash', 1)}.x`],
  [`${sign('flash', 1)}=`],
  ['é.ü'],
])('%j is nothing', (packed) => expect(unsign('flash', packed)).toBeNull())

test('another secret makes old values worthless', () => {
  const packed = sign('flash', value)
  changeSettings({ AUTH_SECRET: 'another secret of more than 32 characters' })
  expect(unsign('flash', packed)).toBeNull()
})
