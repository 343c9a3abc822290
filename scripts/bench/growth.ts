// npx tsx scripts/bench/growth.ts --posts N: the latency of the feeds, in this process, on a database of N posts.
// To be run with several sizes: p95 may grow by a factor of 1.5 from 100 thousand to 10 million posts.

import { parseArgs } from 'node:util'
import { randomFrom } from '../../prisma/seed/random'
import { table } from './report'
import { percentile } from './statistics'
import { chooseTarget, prepareTarget, viewersOf } from './target'

const options = {
  posts: { type: 'string', default: '100000' },
  data: { type: 'string' },
  sqlite: { type: 'boolean' },
} as const
const pageSize = 25
const rounds = 300

const { values } = parseArgs({ options })
const posts = Number(values.posts)
if (!Number.isInteger(posts) || posts < 1000) throw new Error('--posts must be a whole number from 1000.')

const env = chooseTarget(
  values.data ?? (posts === 100_000 ? '.data/bench' : `.data/bench-${posts}`),
  values.sqlite ?? false,
)
const target = await prepareTarget(env, { users: 1000, posts, follows: 50, seed: 1 })
const { closeDatabase, db } = await import('../../lib/db/db')
const { exploreFeed, homeFeed, profileFeed, tagFeed } = await import('../../lib/feeds/queries')

const random = randomFrom(7)
const viewers = await viewersOf(Array.from({ length: 20 }, () => 1 + random.below(target.users)))
const recent = { postId: { gt: target.lastPost - 1000 } }
const tags = (await db.postTag.findMany({ where: recent, distinct: 'tag', select: { tag: true } })).map(
  (row) => row.tag,
)
const middle = await db.post.findFirstOrThrow({
  where: { id: { gte: Math.floor(target.lastPost / 2) } },
  orderBy: { id: 'asc' },
})
const deep = { at: middle.createdAt, id: middle.id, direction: 'older' as const }

const feeds = {
  home: () => homeFeed(random.pick(viewers), null, pageSize),
  'home, deep': () => homeFeed(random.pick(viewers), deep, pageSize),
  profile: () => profileFeed(null, 1 + random.below(target.users), null, pageSize),
  'profile, deep': () => profileFeed(null, 1 + random.below(target.users), deep, pageSize),
  explore: () => exploreFeed(null, null, pageSize),
  'explore, deep': () => exploreFeed(null, deep, pageSize),
  tag: () => tagFeed(null, random.pick(tags), null, pageSize),
  'tag, deep': () => tagFeed(null, random.pick(tags), deep, pageSize),
}

const rows: string[][] = []
for (const [name, read] of Object.entries(feeds)) {
  for (let round = 0; round < 30; round++) await read()
  const latencies: number[] = []
  for (let round = 0; round < rounds; round++) {
    const started = performance.now()
    await read()
    latencies.push(performance.now() - started)
  }
  rows.push([name, ...[50, 95].map((share) => percentile(latencies, share).toFixed(2))])
}
console.log(`${target.posts} posts, ${target.users} members, ${target.engine}, milliseconds in process:\n`)
console.log(table(['feed', 'p50', 'p95'], rows))
await closeDatabase()
