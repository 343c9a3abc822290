import { processTree } from '../bench/servers'
import { reportJobs } from './jobs'
import {
  createMembers,
  describeLatencies,
  describeStatuses,
  listPosts,
  outcomesBetween,
  reportWrites,
  startLoad,
} from './load'
import { Member, type Outcome } from './member'
import { killQuietly, pause } from './processes'
import { Report } from './report'
import { type Stack, startStack } from './stack'

/** Milliseconds of each outage. */
const outage = 30_000

/**
 * Maximum milliseconds of a request: the wait for a connection or a statement (lib/db/postgresql-pool.ts), and a
 * margin.
 */
const longestWait = 20_000

/** Interrupts PostgreSQL while members write: first by a shutdown, then by freezing its processes. */
export async function interruptDatabase(): Promise<Report> {
  const report = new Report('PostgreSQL outage')
  const stack = await startStack()
  try {
    const members = await createMembers(stack.origin, 10)
    const posts = await listPosts(stack.postgresql.url)
    const load = startLoad(members, posts, 1000)
    await pause(5000)
    const memory = () => stack.webs.reduce((sum, web) => sum + web.process.memory(), 0)
    const before = memory()
    await observe(report, stack, members, 'stopped', stack.postgresql.shutDown, stack.postgresql.startAgain)
    await observe(
      report,
      stack,
      members,
      'frozen',
      async () => freeze(stack, 'SIGSTOP'),
      async () => freeze(stack, 'SIGCONT'),
    )
    await pause(5000)
    await load.stop()
    report.add(
      'memory of the web processes stays bounded',
      memory() < before + 450,
      `${before} MB before, ${memory()} MB after`,
    )
    const exits = [...stack.webs.map((web) => web.process), ...stack.workers].filter((one) => !one.isRunning)
    report.add('no process ends', exits.length === 0, `${exits.length} of 5`)
    await reportWrites(report, stack.postgresql.url, members)
    await reportJobs(report, stack)
  } finally {
    await stack.stop()
  }
  return report
}

function freeze({ postgresql }: Stack, signal: NodeJS.Signals): void {
  for (const pid of processTree(postgresql.pid() ?? 0)) killQuietly(pid, signal)
}

async function observe(
  report: Report,
  { origin, webs }: Stack,
  members: Member[],
  kind: string,
  begin: () => Promise<void>,
  end: () => Promise<void>,
): Promise<void> {
  const [page, api, health] = [members[0] as Member, watcher(origin), watcher(webs[0]?.origin ?? '')]
  const probe = new Member(origin, 'probe')
  probe.cookie = page.cookie
  api.cookie = page.cookie
  await begin()
  const began = Date.now()
  const watching = Promise.all([
    repeat(began + outage, () => probe.get('/notifications')),
    repeat(began + outage, () => api.get('/data/home', { accept: 'application/json' })),
    repeat(began + outage, () => health.get('/api/health')),
  ])
  await pause(outage)
  await end()
  const ended = Date.now()
  await watching
  // Requests that were sent before the end of the outage may still wait.
  const recovered = await untilServed(probe, ended + 60_000)
  // Only requests that were sent early enough to time out during the outage.
  const during = (member: Member) =>
    member.outcomes.filter(({ at, milliseconds }) => {
      const sent = at - milliseconds
      return sent >= began - 100 && sent < ended - longestWait
    })
  const pages = during(probe)
  report.add(
    `${kind}: pages of members are 503 with Retry-After`,
    pages.length > 0 && pages.every((one) => isOutage(one) && /html/.test(one.type)),
    describeStatuses(pages),
  )
  const data = during(api)
  report.add(
    `${kind}: handlers answer 503 with JSON and Retry-After`,
    data.length > 0 && data.every((one) => isOutage(one) && /json/.test(one.type)),
    describeStatuses(data),
  )
  const checks = during(health)
  report.add(
    `${kind}: the health check is 503`,
    checks.length > 0 && checks.every(({ status }) => status === 503),
    `${describeStatuses(checks)}; ${describeLatencies(checks)}`,
  )
  const all = outcomesBetween(members, began, ended + 1000)
  report.add(
    `${kind}: no request waits longer than ${longestWait / 1000} s`,
    all.every(({ milliseconds }) => milliseconds < longestWait),
    describeLatencies(all),
  )
  report.add(
    `${kind}: no status but 200, 303 and 503`,
    all.every(({ status }) => [200, 303, 503].includes(status)),
    describeStatuses(all),
  )
  report.add(
    `${kind}: pages work within 10 s after the end`,
    recovered - ended < 10_000,
    `${recovered - ended} ms`,
  )
}

const watcher = (origin: string) => new Member(origin, 'watcher')

const isOutage = ({ status, retryAfter }: Outcome) => status === 503 && Number(retryAfter) > 0

async function repeat(until: number, request: () => Promise<Response | null>): Promise<void> {
  while (Date.now() < until) {
    await (await request())?.arrayBuffer().catch(() => null)
    await pause(250)
  }
}

/** The time at which a page is served again, in milliseconds since 1970. */
async function untilServed(member: Member, deadline: number): Promise<number> {
  while (Date.now() < deadline) {
    const response = await member.get('/notifications')
    await response?.arrayBuffer().catch(() => null)
    if (response?.status === 200) return Date.now()
    await pause(100)
  }
  return Number.POSITIVE_INFINITY
}
