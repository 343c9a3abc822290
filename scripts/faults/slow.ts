import { randomFrom } from '../../prisma/seed/random'
import {
  createMembers,
  describeLatencies,
  describeStatuses,
  listPosts,
  outcomesBetween,
  reportWrites,
  startLoad,
} from './load'
import { pause } from './processes'
import { Report } from './report'
import { startStack, type Web } from './stack'
import { type SlowProxy, startSlowProxy } from './tcp-proxy'

/** Milliseconds of each phase. */
const phase = 40_000

/** Milliseconds: the wait for a connection and for a statement (lib/db/postgresql-pool.ts), and a margin. */
const longestWait = 35_000

/** Puts a proxy in front of PostgreSQL that delays its responses, and then drops some of them. */
export async function slowDatabase(): Promise<Report> {
  const report = new Report('A slow database')
  let proxy: SlowProxy | undefined
  const random = randomFrom(200)
  const stack = await startStack({
    databaseUrl: async (url) => {
      const { hostname, port } = new URL(url)
      proxy = await startSlowProxy({ host: hostname, port: Number(port) }, random.next)
      return url.replace(`:${port}/`, `:${proxy.port}/`)
    },
  })
  const slow = proxy as SlowProxy
  try {
    const members = await createMembers(stack.origin, 16)
    const posts = await listPosts(stack.postgresql.url)
    const load = startLoad(members, posts, 600)
    const memory = () => stack.webs.reduce((sum, web) => sum + web.process.memory(), 0)
    const measure = async (seconds: number) => {
      const from = Date.now()
      await pause(seconds * 1000)
      const all = outcomesBetween(members, from, Date.now())
      const causes = describeCauses(stack.webs, from)
      return { all, text: `${describeStatuses(all)}; ${describeLatencies(all)}${causes}` }
    }
    const fast = await measure(10)
    report.add('no delay', fast.all.length > 0, fast.text)
    const before = memory()
    slow.delay = 200
    const delayed = await measure(phase / 1000)
    report.add(
      '200 ms: every request succeeds',
      delayed.all.length > 0 && delayed.all.every(({ status }) => [200, 303].includes(status)),
      delayed.text,
    )
    slow.stalls = 0.01
    const stalling = await measure(phase / 1000)
    report.add(
      '200 ms and 1 % stalls: only 200, 303 and 503',
      stalling.all.length > 0 && stalling.all.every(({ status }) => [200, 303, 503].includes(status)),
      `${stalling.text}; ${slow.stalled} stalls`,
    )
    report.add(
      `no request waits longer than ${longestWait / 1000} s`,
      stalling.all.every(({ milliseconds }) => milliseconds < longestWait),
      describeLatencies(stalling.all),
    )
    report.add(
      'memory of the web processes stays bounded',
      memory() < before + 450,
      `${before} MB before, ${memory()} MB after`,
    )
    slow.delay = 0
    slow.stalls = 0
    await pause(20_000)
    const again = await measure(10)
    report.add(
      'it is fast again 20 s after the end',
      again.all.length > 0 && again.all.every(({ status }) => [200, 303].includes(status)),
      again.text,
    )
    await load.stop()
    await reportWrites(report, stack.postgresql.url, members)
  } finally {
    await stack.stop()
    slow.close()
  }
  return report
}

/** The causes of failed requests since a time, such as "; causes P2028". A process logs each cause once a minute. */
function describeCauses(webs: Web[], since: number): string {
  const causes = new Set<string>()
  for (const line of webs.flatMap(({ process }) => process.output().split('\n'))) {
    if (!line.includes('"event":"database.unavailable"')) continue
    const { time, cause, err } = JSON.parse(line) as { time: string; cause: string; err: { message: string } }
    if (Date.parse(time) >= since) causes.add(cause || err.message)
  }
  return causes.size > 0 ? `; causes ${[...causes].join(', ')}` : ''
}
