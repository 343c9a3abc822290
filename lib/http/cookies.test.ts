import { expect, test } from 'vitest'
import { changeSettings } from '../testing/settings'
import { clientAddress, isSecure, sessionCookie } from './cookies'

test.each([
  [{}, false],
  [{ 'x-forwarded-proto': 'http' }, false],
  [{ 'x-forwarded-proto': 'https' }, true],
  [{ 'x-forwarded-proto': 'https, http' }, true],
  [{ 'x-forwarded-proto': 'http, https' }, false],
])('a request with %j uses https: %s', (headers: Record<string, string>, secure) => {
  expect(isSecure(new Headers(headers))).toBe(secure)
})

test('an APP_URL with https makes every cookie secure and prefixes its name', () => {
  changeSettings({ APP_URL: 'https://roost.example' })
  expect(isSecure(new Headers())).toBe(true)
  expect([sessionCookie(true), sessionCookie(false)]).toEqual(['__Host-roost.session', 'roost.session'])
})

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['192.0.2.1, 10.0.0.1', '192.0.2.1'],
  ['', 'unknown'],
])('the client address of %j is %s', (header, ip) => {
  expect(clientAddress(new Headers({ 'x-forwarded-for': header }))).toBe(ip)
})

test.each([
  // A client has sent the first entry.
  ['203.0.113.9, 192.0.2.1', 1, '192.0.2.1'],
  ['203.0.113.9, 192.0.2.1, 10.0.0.1', 2, '192.0.2.1'],
  ['192.0.2.1', 2, '192.0.2.1'],
  ['192.0.2.1:51234', 1, '192.0.2.1'],
  ['', 1, 'unknown'],
])('on a serverless host, the client address of %j behind %d proxies is %s', (header, proxies, ip) => {
  changeSettings({ functionHost: 'AWS Lambda', TRUST_PROXY: proxies })
  expect(clientAddress(new Headers({ 'x-forwarded-for': header }))).toBe(ip)
})
