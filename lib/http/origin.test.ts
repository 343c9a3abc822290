import { describe, expect, test } from 'vitest'
import { changeSettings } from '../testing/settings'
import { isCrossOrigin } from './origin'

const crossOrigin = (headers: Record<string, string>) =>
  isCrossOrigin({ headers: new Headers({ host: 'roost.example', ...headers }) })

describe('isCrossOrigin rejects [FRM-01, SEC-15]', () => {
  test.each([
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
    [{ origin: '' }],
    [{ origin: 'roost.example' }],
    [{ origin: 'https://roost.example.evil.example' }],
    [{ origin: 'https://evil.example/roost.example' }],
    [{ origin: 'https://evil-roost.example' }],
    [{ origin: 'https://www.roost.example' }],
    [{ origin: 'https://roost.example:8443' }],
    [{ origin: 'https://roost.example@evil.example' }],
    [{ origin: 'file://' }],
    [{ origin: 'data:' }],
    [{ origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
  ])('%j', (headers: Record<string, string>) => expect(crossOrigin(headers)).toBe(true))
})

test.each([
  [{ origin: 'https://roost.example' }],
  [{ origin: 'http://roost.example' }],
  [{ 'sec-fetch-site': 'same-origin' }],
  [{ 'sec-fetch-site': 'none' }],
  [{}],
])('accepts same-origin forms and clients other than browsers: %j', (headers: Record<string, string>) => {
  expect(crossOrigin(headers)).toBe(false)
})

describe('behind a proxy [FRM-02]', () => {
  const proxied = { host: '127.0.0.1:3000', 'x-forwarded-host': 'roost.example, inner.example' }

  test('accepts the forwarded host and rejects the internal one', () => {
    expect(crossOrigin({ ...proxied, origin: 'https://roost.example' })).toBe(false)
    expect(crossOrigin({ ...proxied, origin: 'http://127.0.0.1:3000' })).toBe(true)
    expect(crossOrigin({ ...proxied, origin: 'https://inner.example' })).toBe(true)
  })

  test('accepts the hosts of APP_URL and ALLOWED_ORIGINS', () => {
    changeSettings({ APP_URL: 'https://birds.example', ALLOWED_ORIGINS: ['tree.example:8443'] })
    expect(crossOrigin({ host: '10.0.0.1', origin: 'https://birds.example' })).toBe(false)
    expect(crossOrigin({ host: '10.0.0.1', origin: 'https://tree.example:8443' })).toBe(false)
    expect(crossOrigin({ host: '10.0.0.1', origin: 'https://tree.example' })).toBe(true)
  })
})
