import { describe, expect, test } from 'vitest'
import { parseUrl } from './url'

describe('parseUrl', () => {
  test('returns null for an invalid URL', () => {
    expect(parseUrl('/a?b', 'https://example.com')?.href).toBe('https://example.com/a?b')
    expect([parseUrl('/a'), parseUrl('https://'), parseUrl('')]).toEqual([null, null, null])
  })

  test('accepts Latin-1 characters after V8 has optimized the caller', () => {
    const address = 'https://bücher.example/straße'
    for (let count = 0; count < 200_000; count++) if (!parseUrl(address)) expect.fail(`call ${count}`)
  })
})
