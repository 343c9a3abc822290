import { expect, test } from 'vitest'
import { changeSettings } from '../testing/settings'
import { sign, unsign } from './signing'

const value = { body: 'ñandú 🐦 <b>', list: [1, null] }

test('verifies a signed value for the same purpose only', () => {
  const signed = sign('flash', value)
  expect(signed).toMatch(/^[\w-]+\.[\w-]{43}$/)
  expect(unsign('flash', signed)).toEqual(value)
  expect(unsign('draft', signed)).toBeNull()
})

test('rejects a value with any character changed', () => {
  const signed = sign('flash', value)
  for (let index = 0; index < signed.length; index++) {
    const changed = signed.slice(0, index) + (signed[index] === 'A' ? 'B' : 'A') + signed.slice(index + 1)
    expect(unsign('flash', changed), `index ${index}`).toBeNull()
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
])('rejects %j', (signed) => expect(unsign('flash', signed)).toBeNull())

test('rejects values signed with another secret', () => {
  const signed = sign('flash', value)
  changeSettings({ AUTH_SECRET: 'another secret of more than 32 characters' })
  expect(unsign('flash', signed)).toBeNull()
})
