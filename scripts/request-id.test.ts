import { expect, test } from 'vitest'
import { identifyRequest } from './request-id.mjs'

test('creates a different id for each request', () => {
  const headers = {}
  const id = identifyRequest({ headers })
  expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}$/)
  expect(headers).toEqual({ 'x-request-id': id })
  expect(identifyRequest({ headers: {} })).not.toBe(id)
})

test.each(['12345678', 'a-Z_0'.repeat(12), 'f'.repeat(64)])('keeps the valid id %s', (id) =>
  expect(identifyRequest({ headers: { 'x-request-id': id } })).toBe(id),
)

test.each(['', '1234567', 'f'.repeat(65), '12345678 ', '1234\n5678', '<script>1234', 'ümlaut1234'])(
  'replaces the invalid id %j',
  (id) => {
    const headers = { 'x-request-id': id }
    expect(identifyRequest({ headers })).toMatch(/^[\da-f]{8}-[\da-f]{4}$/)
    expect(headers['x-request-id']).not.toBe(id)
  },
)

test('removes the header that requests the error page', () => {
  const headers: Record<string, string> = { 'x-roost-error-page': '1' }
  identifyRequest({ headers })
  expect(Object.keys(headers)).toEqual(['x-request-id'])
})
