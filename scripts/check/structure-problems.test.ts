import { expect, test } from 'vitest'
import { lengthProblems, nameProblems, physicalStyleProblems, routeProblems } from './structure-problems'

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

test.each([
  ['components/a.tsx', '<a className="round-button -ml-3">', '-ml-3'],
  ['components/a.tsx', '<p className="sm:pr-[3px] text-sm">', 'pr-['],
  ['components/a.tsx', "const row = 'flex text-right'", 'text-right'],
  ['components/a.tsx', '<p className="absolute left-0">', 'left-0'],
  ['components/a.tsx', '<p className="rounded-bl-sm border-l">', 'rounded-bl'],
  ['app/globals.css', '  @apply border-l-2;', 'border-l'],
  ['app/globals.css', '  margin-left: auto;', 'margin-left'],
  ['app/globals.css', '  right: 0;', 'right:'],
  ['app/globals.css', '  text-align: left;', 'text-align: left'],
])('reports the physical style in %s: %s', (path, line, style) => {
  expect(physicalStyleProblems(path, `a\n${line}\n`)).toEqual([
    `${path}:2: ${style} is physical, use the logical style (start, end)`,
  ])
})

test('accepts logical styles, and physical words in other places', () => {
  const text = [
    '<p className="-ms-3 pe-2 start-0 rounded-es-sm border-s text-start mx-1 border-x">',
    '<LengthCounter id={leftId} left={left} />',
    'const left = Math.max(8, start)',
    'margin-inline-start: auto; origin-left rtl:origin-right',
  ].join('\n')
  expect(physicalStyleProblems('components/a.tsx', text)).toEqual([])
  expect(physicalStyleProblems('lib/a.ts', 'margin-left: 0')).toEqual([])
})
