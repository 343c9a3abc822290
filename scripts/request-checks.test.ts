import { expect, test } from 'vitest'
import { findRefusal } from './request-checks.mjs'

const check = (method: string, url: string, headers = {}) =>
  findRefusal({ method, url, headers })?.status ?? null

test.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('accepts %s', (method) => {
  expect(check(method, '/explore?q=1')).toBeNull()
})

test.each(['TRACE', 'PURGE', 'LOCK', 'PROPFIND', 'M-SEARCH'])(
  'refuses %s with 405 and the allowed methods',
  (method) => {
    expect(check(method, '/manifest.webmanifest')).toBe(405)
    expect(findRefusal({ method, url: '/', headers: {} })?.headers.Allow).toContain('GET, HEAD, POST')
  },
)

test.each(['*', 'localhost:80', '', 'explore'])('refuses the target "%s", which is no path', (url) => {
  expect(check('GET', url)).toBe(400)
})

test.each([
  ['http://evil.example/explore?q=1', '/explore?q=1', 'evil.example'],
  ['HTTPS://roost.example:8443', '/', 'roost.example:8443'],
  ['http://roost.example?q=1', '/?q=1', 'roost.example'],
])('handles the absolute URL %s as %s of the host %s [SEC-35]', (url, path, host) => {
  const request = { method: 'GET', url, headers: { host: 'localhost' } }
  expect(findRefusal(request)).toBeNull()
  expect(request).toMatchObject({ url: path, headers: { host } })
})

test('checks the path of an absolute URL', () => {
  expect([
    check('PUT', 'http://localhost/manifest.webmanifest'),
    check('GET', 'http://localhost/api/%ff'),
    check('GET', 'http:///explore'),
    check('GET', 'http://ann@localhost/explore'),
  ]).toEqual([405, 400, 400, 400])
})

test.each(['localhost', 'roost.example:8443', '[::1]:3000', '192.0.2.1', undefined])(
  'accepts the host %s',
  (host) => {
    expect(check('GET', '/oembed', { host })).toBeNull()
  },
)

test.each(['', '[::1', '%00', 'a%20b', 'x:99999', 'x:80:80', 'a/b', 'ann@b', 'a b', '\\'])(
  'refuses the host "%s", which no URL can have',
  (host) => expect(check('GET', '/oembed', { host })).toBe(400),
)

test('removes ranges and conditions that make Next fail for files of public/', () => {
  const headers = { range: 'bytes=999999-', 'if-range': '"x"', 'if-match': '"x"', 'if-none-match': '"x"' }
  expect(check('GET', '/manifest.webmanifest', headers)).toBeNull()
  expect(headers).toEqual({ 'if-none-match': '"x"' })
})

test('refuses to write a file of public/', () => {
  expect([
    check('PUT', '/manifest.webmanifest?x'),
    check('GET', '/manifest.webmanifest'),
    check('PUT', '/account'),
  ]).toEqual([405, null, null])
})

test.each(['/./manifest.webmanifest', '/x/../manifest.webmanifest', 'http://localhost/manifest.webmanifest'])(
  'refuses to write the file of public/ at %s',
  (url) => expect([check('POST', url), check('GET', url)]).toEqual([405, null]),
)

test('refuses more parameters and cookies than any page or browser has [SEC-31]', () => {
  const parameters = (count: number) => `/explore?${Array(count).fill('a').join('&')}`
  const cookies = (count: number) => ({ cookie: Array(count).fill('a=1').join('; ') })
  expect([check('GET', parameters(200)), check('GET', parameters(201))]).toEqual([null, 400])
  expect([check('GET', '/', cookies(200)), check('GET', '/', cookies(201))]).toEqual([null, 431])
})

test('refuses a malformed escape in the address of a handler, and leaves pages to the proxy', () => {
  expect([
    check('GET', '/api/users/%c0%af'),
    check('GET', '/api/users/%C3%A9'),
    check('GET', '/users/%c0%af'),
  ]).toEqual([400, null, null])
})

test.each([
  '/sitemaps/%E0%A4%A',
  '/users/%E0%A4%A/feed.xml',
  '/users/%/card',
  '/posts/%c0/preview.png?v=1',
  '/tags/%/feed.json?x=1',
])('refuses %s, which the proxy does not see', (url) => expect(check('GET', url)).toBe(400))

test.each([
  ['%%%', 400],
  ['{}', 400],
  ['["",{}', 400],
  [encodeURIComponent('["",{"children":["__PAGE__",{}]}]'), null],
])('checks the router state "%s"', (state, status) => {
  expect(check('GET', '/explore', { 'next-router-state-tree': state })).toBe(status)
})
