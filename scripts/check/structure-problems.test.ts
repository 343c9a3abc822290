import { expect, test } from 'vitest'
import { lengthProblems, nameProblems, routeProblems } from './structure-problems'

test.each([
  ['lib/posts/queries.ts'],
  ['lib/posts/queries.test.ts'],
  ['lib/posts/anything.test.tsx'],
  ['lib/feeds/home-feed.sqlite.ts'],
  ['lib/search/criteria.ts'],
  ['lib/env.ts'],
  ['lib/db/backup/archive.ts'],
  ['components/anything/else.tsx'],
])('accepts the name %s', (path) => {
  expect(nameProblems(path)).toEqual([])
})

test.each([
  ['lib/misc/words.ts', 'no noun or service in .config/layout.mjs is called misc'],
  ['lib/helpers.ts', 'no noun or service in .config/layout.mjs is called helpers'],
  ['lib/posts/words.ts', 'a noun has only schema'],
  ['lib/users/criteria.ts', 'a noun has only schema'],
  ['lib/posts/more/queries.ts', 'a noun has only schema'],
])('rejects the name %s', (path, problem) => {
  expect(nameProblems(path)).toEqual([expect.stringContaining(`${path}: ${problem}`)])
})

test.each([
  ['lib/posts/queries.ts', 250],
  ['app/(dynamic)/page.tsx', 60],
  ['app/(dynamic)/explore/page.tsx', 60],
])('limits %s to %i lines', (path, limit) => {
  const text = 'line\n'.repeat(limit)
  expect(lengthProblems(path, text)).toEqual([])
  expect(lengthProblems(path, `${text}line\n`)).toEqual([
    `${path} has ${limit + 1} lines, the limit is ${limit}`,
  ])
})

const page = (address: string) => `app/(dynamic)${address}/page.tsx`
const guestPage = (address: string) => `app/guest/[locale]${address}/page.tsx`

test('accepts pages with a route, and guest pages where the route is prerendered', () => {
  const files = [
    page(''),
    guestPage(''),
    page('/users/[username]'),
    guestPage('/users/[username]'),
    page('/account'),
  ]
  for (const path of files) expect(routeProblems(path, files), path).toEqual([])
})

test('accepts error pages without a route', () => {
  expect(routeProblems(page('/missing'), [])).toEqual([])
})

test('reports pages without a route', () => {
  expect(routeProblems(page('/nowhere'), [])).toEqual([
    `${page('/nowhere')} has no entry in lib/request/routes.ts`,
  ])
})

test('reports a missing and an unneeded guest page', () => {
  for (const [address, files] of [
    ['/explore', []],
    ['/account', [guestPage('/account')]],
  ] as const)
    expect(routeProblems(page(address), [...files])).toEqual([
      `${page(address)}: lib/request/routes.ts says prerendered exactly when ${guestPage(address)} exists`,
    ])
})
