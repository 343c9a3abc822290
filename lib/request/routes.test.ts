import { expect, test } from 'vitest'
import { matchRoute, permanentRedirects } from './routes'

test.each([
  ['/', 'public', ''],
  ['/users/Ann', 'public', 'Ann'],
  ['/users/Ann/followers', 'public', 'Ann'],
  ['/users/Ann/card', 'public', 'Ann'],
  ['/posts/12', 'public', '12'],
  ['/posts/12/edit', 'author', '12'],
  ['/tags/%E6%97%A5', 'public', '日'],
  ['/messages', 'member', ''],
  ['/messages/Ann', 'member', 'Ann'],
  ['/account', 'member', ''],
  ['/account/security', 'member', ''],
  ['/account/log-in-again', 'member', ''],
  ['/account/blocked', 'member', ''],
])('%s stands behind the gate "%s"', (path, gate, name) => {
  expect(matchRoute(path)).toMatchObject({ route: { gate }, name })
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
  ['/Account'],
  ['/account\n'],
])('%j is no page', (path) => expect(matchRoute(path)).toBeNull())

test.each([
  ['/register', '/signup'],
  ['/user/ann', '/users/ann'],
  ['/edit_profile', '/account'],
])('%s moved to %s', (path, to) => {
  const moved = permanentRedirects.find(({ from }) => from.test(path))
  expect(path.replace(moved?.from ?? '', moved?.to ?? '')).toBe(to)
})
