// DATABASE_URL=… npx tsx scripts/bench/search.ts: the latency of searches at ten per second, in this process, for a mix
// of query kinds, on a seeded database (npm run seed -- --users 1000 --posts 1000000).

import { parseArgs } from 'node:util'
import { randomFrom } from '../../prisma/seed/random'
import { toolSettings } from '../settings.mjs'
import { table } from './report'
import { percentile } from './statistics'

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '60' } } })
const perSecond = 10

/** Queries by kind, with words of the seed. */
const kinds: Record<string, string[]> = {
  common: ['the', 'de', 'in', 'und', 'coffee', 'a', 'w', 'es'],
  'two common': ['garden river', 'the window', 'coffee morning', 'ciudad noche', 'regen nacht'],
  rare: ['bench17 garden', '散歩 写真 garden', 'fahrrad jardín river', 'example org 4711'],
  'common and rare': ['the bench123', 'garden 12345', 'und bench7'],
  phrase: ['"the garden"', '"river road"', '"en la ciudad"', '"never again today"', '"wind wolke"'],
  prefix: ['gar*', 'to*', 'b*', 'stra*', 'mor* riv*'],
  CJK: ['写真', '静かな', '京', '友だちと', '図書館 雨'],
  'from:': ['from:bench7', 'from:bench7 the', 'from:bench9 garden', 'from:bench5 "the garden"'],
  dates: [
    'the before:2025-03-01',
    'coffee after:2025-12-20',
    'garden after:2025-05-01 before:2025-05-03',
    'after:2025-06',
  ],
  tags: ['#coffee', '#linux the', '#books -coffee', '#trains1'],
  minus: ['garden -the', 'coffee -"the garden"', 'the -from:bench7 -a'],
  nothing: ['zzyzx', 'garden zzyzx', '"garden zzyzx"', 'from:nobody the', '龍'],
}

Object.assign(process.env, toolSettings(), { LOG_LEVEL: 'warn' })
const { closeDatabase, db, engine } = await import('../../lib/db/db')
const { searchPeople, searchPosts } = await import('../../lib/search/queries')
const { parseQuery } = await import('../../lib/search/parse-query')
const { searchCursorParams } = await import('../../lib/search/schema')
const { viewersOf } = await import('./target')

const random = randomFrom(11)
const viewers = [null, ...(await viewersOf([1, 2, 3]))]
const latencies = new Map(Object.keys(kinds).map((kind) => [kind, [] as number[]]))

async function search(kind: string): Promise<void> {
  const query = parseQuery(random.pick(kinds[kind] as string[]))
  const viewer = random.pick(viewers)
  const sort = random.below(3) === 0 ? 'newest' : 'relevance'
  const started = performance.now()
  await Promise.all([
    searchPosts(viewer, query, searchCursorParams.parse({ sort }), 25),
    searchPeople(viewer, query),
  ])
  latencies.get(kind)?.push(performance.now() - started)
}

for (const kind of Object.keys(kinds)) for (let round = 0; round < 5; round++) await search(kind)
for (const list of latencies.values()) list.length = 0

const names = Object.keys(kinds)
const running: Promise<void>[] = []
const started = Date.now()
for (let sent = 0; sent < Number(values.seconds) * perSecond; sent++) {
  const wait = started + (sent * 1000) / perSecond - Date.now()
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
  running.push(search(names[sent % names.length] as string))
}
await Promise.all(running)

const line = (name: string, list: number[]) => [
  name,
  String(list.length),
  ...[50, 95, 100].map((share) => percentile(list, share).toFixed(1)),
]
const rows = [...latencies].map(([kind, list]) => line(kind, list))
console.log(
  `${await db.post.count()} posts, ${engine}, ${perSecond} searches per second, milliseconds in process:\n`,
)
console.log(
  table(['query', 'count', 'p50', 'p95', 'max'], [...rows, line('all', [...latencies.values()].flat())]),
)
await closeDatabase()
