import { expect, test } from 'vitest'
import { changeSettings } from '../testing/settings'
import { findCanonicalPath, findPermanentRedirect, matchRoute } from './routes'

test.each([
  ['/', 'public', ''],
  ['/users/Ann', 'public', 'Ann'],
  ['/users/Ann/followers', 'public', 'Ann'],
  ['/users/Ann/replies', 'public', 'Ann'],
  ['/users/Ann/likes', 'public', 'Ann'],
  ['/posts/12', 'public', '12'],
  ['/posts/12/edit', 'author', '12'],
  ['/tags/%E6%97%A5', 'public', '日'],
  ['/messages', 'member', ''],
  ['/messages/Ann', 'member', 'Ann'],
  ['/account', 'member', ''],
  ['/account/security', 'member', ''],
  ['/account/log-in-again', 'member', ''],
  ['/account/blocked', 'member', ''],
  ['/account/data', 'member', ''],
  ['/account/webhooks', 'member', ''],
  ['/account/webhooks/12', 'member', '12'],
  ['/admin/jobs', 'admin', ''],
  ['/unsubscribe/a.b', 'public', 'a.b'],
])('%s has the gate "%s" and the parameter "%s"', (path, gate, param) => {
  expect(matchRoute(path)).toMatchObject({ route: { gate }, param })
})

test.each([
  ['/nowhere'],
  ['/users'],
  ['/users/'],
  ['/users/a/b/c'],
  ['/posts/1/edit/x'],
  ['/tags/%E0%A4%A'],
  ['/guest/en'],
  ['/missing'],
  ['/forbidden'],
  ['//'],
  ['/account/'],
  ['/admin'],
  ['/Account'],
  ['/account\n'],
])('%j has no route', (path) => expect(matchRoute(path)).toBeNull())

test.each([
  ['/register', '/signup'],
  ['/user/ann', '/users/ann'],
  ['/user/a%20$1', '/users/a%20$1'],
  ['/edit_profile', '/account'],
])('%s redirects permanently to %s', (path, to) => {
  expect(findPermanentRedirect(path)).toBe(to)
})

test.each([['/'], ['/registered'], ['/user/ann/followers']])('%s does not redirect', (path) => {
  expect(findPermanentRedirect(path)).toBeNull()
})

test.each([
  ['/tags/Roost', '/tags/roost'],
  ['/tags/STRASSE', '/tags/strasse'],
  ['/tags/roost', null],
  ['/tags/a%20b', null],
  ['/users/ANN', null],
])('the canonical path of %s is %s', (path, canonical) => {
  const match = matchRoute(path)
  expect(match && findCanonicalPath(path, match)).toBe(canonical)
})

test('serves the page of written mails in development only [RST-10]', () => {
  expect(matchRoute('/dev/mail')).not.toBeNull()
  changeSettings({ NODE_ENV: 'production' })
  expect(matchRoute('/dev/mail')).toBeNull()
})
