import { expect, test } from 'vitest'
import { drawGrowth } from './chart'
import { parseGrowthFlags } from './flags'
import { formatGrowth, formatPlans, type GrowthResult, growthOf } from './tables'

const result = (engine: GrowthResult['engine'], posts: number, p95: number): GrowthResult => ({
  ...{ engine, posts, members: 10_000, machine: 'a machine', date: '2026-11-26', load: 0.5 },
  latencies: [
    { name: 'home', p50: 1, p95, plans: [{ sql: 'SELECT 1', steps: ['SCAN posts', '  SEARCH users'] }] },
    { name: 'explore', p50: 1, p95: 2, plans: [] },
  ],
})
const results = [
  result('postgresql', 100_000, 3),
  result('sqlite', 100_000, 2),
  result('sqlite', 10_000_000, 5),
]

test('shows the growth of each read from the smallest to the largest size', () => {
  const sqlite = results.filter(({ engine }) => engine === 'sqlite')
  expect([growthOf(sqlite, 'home'), growthOf(sqlite, 'explore'), growthOf(sqlite, 'missing')]).toEqual([
    2.5,
    1,
    null,
  ])
  const text = formatGrowth(results)
  expect(text).toMatch(/\| home +\| +1\.0 \/ 2\.0 \| +1\.0 \/ 5\.0 \| +2\.5 × \|/)
  // A single size has no growth.
  expect(text).toMatch(/\| home +\| +1\.0 \/ 3\.0 \| +– \|/)
  expect(text).toContain(
    'SQLite; a machine; 2026-11-26; load average before each size 0.5, 0.5; 10,000, 10,000 members.',
  )
})

test('prints the plans of the largest size of each engine', () => {
  const text = formatPlans(results)
  expect(text.match(/^## .+/gm)).toEqual([
    '## PostgreSQL, 100 k posts: home',
    '## PostgreSQL, 100 k posts: explore',
    '## SQLite, 10 M posts: home',
    '## SQLite, 10 M posts: explore',
  ])
  expect(text).toContain('SELECT 1\n\n    SCAN posts\n      SEARCH users\n')
})

test('draws one panel per engine with a curve per read, and no overlapping labels', () => {
  const svg = drawGrowth(results)
  expect(svg.match(/<g /g)).toHaveLength(2)
  const curves = [...svg.matchAll(/<polyline points="([^"]+)"/g)].map(
    ([, points]) => points?.split(' ').length,
  )
  expect(curves).toEqual([1, 1, 2, 2])
  const [, sqlite] = svg.split('<g ')
  const labels = [...(sqlite as string).matchAll(/y="([\d.]+)" fill="hsl[^>]*>\w+</g)].map(([, y]) =>
    Number(y),
  )
  expect(labels).toHaveLength(2)
  expect(Math.abs((labels[0] as number) - (labels[1] as number))).toBeGreaterThanOrEqual(13)
})

test('accepts a list of sizes and one engine, and rejects other values', () => {
  expect(parseGrowthFlags([])).toMatchObject({
    posts: [100_000, 1_000_000, 10_000_000],
    engines: ['sqlite', 'postgresql'],
    svg: null,
  })
  expect(parseGrowthFlags(['--posts', '20000', '--engine', 'sqlite', '--svg', 'a.svg'])).toMatchObject({
    posts: [20_000],
    engines: ['sqlite'],
    svg: 'a.svg',
  })
  expect(parseGrowthFlags(['--help'])).toBeNull()
  for (const invalid of [
    ['--posts', 'many'],
    ['--posts', '5'],
    ['--engine', 'mysql'],
    ['--rounds', '3'],
  ])
    expect(() => parseGrowthFlags(invalid)).toThrow()
})
