import { expect, test } from 'vitest'
import { changeSettings } from '../testing/settings'
import { decrypt, encrypt } from './encryption'

const text = 'whsec_ñandú 🐦'

test('decrypts an encrypted text for the same purpose only', () => {
  const encrypted = encrypt('webhook', text)
  expect(encrypted).toMatch(/^v1\.[\w-]+$/)
  expect(decrypt('webhook', encrypted)).toBe(text)
  expect(decrypt('other', encrypted)).toBeNull()
})

test('encrypts equal texts differently', () => {
  expect(encrypt('webhook', text)).not.toBe(encrypt('webhook', text))
})

test('rejects an encrypted text with any byte changed', () => {
  const bytes = Buffer.from(encrypt('webhook', text).slice(3), 'base64url')
  for (let index = 0; index < bytes.length; index++) {
    const changed = Buffer.from(bytes)
    changed[index] = (changed[index] as number) ^ 1
    expect(decrypt('webhook', `v1.${changed.toString('base64url')}`), `byte ${index}`).toBeNull()
  }
})

test.each([[''], ['v1.'], ['v2.AAAA'], ['v1.AAAA'], ['plain text']])('rejects %j', (encrypted) => {
  expect(decrypt('webhook', encrypted)).toBeNull()
})

test('rejects a text that was encrypted with another AUTH_SECRET', () => {
  const encrypted = encrypt('webhook', text)
  changeSettings({ AUTH_SECRET: 'another secret of more than 32 characters' })
  expect(decrypt('webhook', encrypted)).toBeNull()
})
