// Worker process of the growth benchmark: fills the configured database if it is empty, measures every read, and sends the
// result to its parent. Each database needs a separate process, because lib connects to one database per process.

import { percentile } from '../statistics'
import { explainRead, type Plan } from './plans'
import type { Read } from './reads'
import { growthSize } from './size'

/** Latencies of one read in milliseconds, in this process. */
export type Latency = { name: string; p50: number; p95: number; plans: Plan[] }
export type WorkerResult = { posts: number; members: number; latencies: Latency[] }

const warmUpRounds = 30
const rounds = 300

const size = growthSize(Number(process.env.GROWTH_POSTS))
const { upgradeDatabase } = await import('../../db/migrations/upgrade')
const { databaseUrl } = await import('../../../lib/env')
const { closeDatabase, db } = await import('../../../lib/db/db')
await upgradeDatabase(databaseUrl)
if ((await db.user.count()) === 0) {
  const { generateGrowth } = await import('./generate')
  await generateGrowth(databaseUrl, size, (name, seconds) => {
    if (seconds >= 5) console.error(`${seconds.toFixed(0)} s: ${name}`)
  })
}
const latencies: Latency[] = []
const { growthReads } = await import('./reads')
for (const read of await growthReads(size)) latencies.push(await measure(read))
await closeDatabase()
const result: WorkerResult = { posts: size.posts, members: size.members, latencies }
process.send?.(result, () => process.disconnect())

async function measure({ name, read }: Read): Promise<Latency> {
  for (let round = 0; round < warmUpRounds; round++) await read()
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const started = performance.now()
    await read()
    times.push(performance.now() - started)
  }
  return { name, p50: percentile(times, 50), p95: percentile(times, 95), plans: await explainRead(db, read) }
}
