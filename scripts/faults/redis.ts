import { listenToStream } from './event-stream'
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
import { countWrongPasswords } from './log-ins'
import type { Member } from './member'
import { pause } from './processes'
import { Report } from './report'
import { type Stack, startStack } from './stack'

/** Milliseconds of each outage. */
const outage = 30_000

/** Wrong log-ins for one account that the limits allow (lib/rate-limit/rate-limit.ts). */
const allowedLogIns = 10

/** Interrupts Redis while members write: first by killing it, then by freezing it. */
export async function interruptRedis(): Promise<Report> {
  const report = new Report('Redis outage')
  const stack = await startStack({ env: { RATE_LIMITS: 'on', NOTIFICATION_POLL_SECONDS: '2' } })
  try {
    const members = await createMembers(stack.origin, 10)
    const posts = await listPosts(stack.postgresql.url)
    const load = startLoad(members, posts, 1000)
    await pause(5000)
    const before = memoryOf(stack)
    await observe(report, stack, members, 'killed', () => stack.redis.end('SIGKILL'), stack.startRedis)
    await observe(
      report,
      stack,
      members,
      'frozen',
      async () => stack.redis.signal('SIGSTOP'),
      async () => stack.redis.signal('SIGCONT'),
    )
    await load.stop()
    const after = memoryOf(stack)
    report.add(
      'memory of the web processes stays bounded',
      after < before + 450,
      `${before} MB before, ${after} MB after`,
    )
    const ended = [...stack.webs.map((web) => web.process), ...stack.workers].filter((one) => !one.isRunning)
    report.add('no process ends', ended.length === 0, `${ended.length} of 5`)
    await reportWrites(report, stack.postgresql.url, members)
    await reportJobs(report, stack)
  } finally {
    await stack.stop()
  }
  return report
}

const memoryOf = ({ webs }: Stack) => webs.reduce((sum, web) => sum + web.process.memory(), 0)

async function observe(
  report: Report,
  stack: Stack,
  members: Member[],
  kind: string,
  begin: () => Promise<void>,
  end: () => Promise<void>,
): Promise<void> {
  const [sender, recipient] = members as [Member, Member]
  await begin()
  const began = Date.now()
  // Each outage uses another account.
  const target = members.at(kind === 'killed' ? 5 : 6) as Member
  const wrong = await countWrongPasswords(
    stack.webs.map(({ origin }) => origin),
    target.username,
    24,
  )
  report.add(
    `${kind}: at most ${allowedLogIns} wrong passwords of an account are checked`,
    wrong.checked <= allowedLogIns,
    `${wrong.checked} of ${wrong.sent}, ${wrong.refused} refused`,
  )
  const seconds = await untilNotified(sender, recipient)
  report.add(`${kind}: a message is noticed by polling`, seconds < 10, `${seconds.toFixed(1)} s`)
  await pause(Math.max(0, began + outage - Date.now()))
  await end()
  const ended = Date.now()
  const all = outcomesBetween(members, began, ended)
  report.add(
    `${kind}: reading and writing continue`,
    all.length > 20 &&
      all.every(({ status, milliseconds }) => [200, 303].includes(status) && milliseconds < 15_000),
    `${describeStatuses(all)}; ${describeLatencies(all)}`,
  )
  await pause(3000)
  const stream = await listenToStream(stack.webs[0]?.origin ?? '', recipient.cookie)
  // Sent through another process, so that the event passes through Redis.
  const other = sender.at(stack.webs[1]?.origin ?? '')
  const sent = Date.now()
  await other.message(recipient.username)
  const received = await stream.nextSignal(15_000)
  stream.close()
  report.add(
    `${kind}: events pass between processes again`,
    received !== null,
    received ? `${received - sent} ms` : 'none in 15 s',
  )
}

/** Seconds until a poll of the recipient shows a new message of the sender. */
async function untilNotified(sender: Member, recipient: Member): Promise<number> {
  const since = Date.now() / 1000
  await sender.message(recipient.username)
  const sent = Date.now()
  while (Date.now() - sent < 20_000) {
    const response = await recipient.get(`/notifications?since=${since}`, { accept: 'application/json' })
    const signals = (await response?.json().catch(() => [])) as unknown[]
    if (Array.isArray(signals) && signals.length > 0) break
    await pause(250)
  }
  return (Date.now() - sent) / 1000
}
