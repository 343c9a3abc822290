import { randomFrom } from '../../prisma/seed/random'
import { reportJobs } from './jobs'
import {
  createMembers,
  describeLatencies,
  describeStatuses,
  listPosts,
  reportWrites,
  startLoad,
} from './load'
import { type Process, pause } from './processes'
import { Report } from './report'
import { type Stack, startStack } from './stack'

const kills = 10
const membersCount = 12

const random = randomFrom(9)

/** Repeatedly kills and restarts a random web process or worker while members write. */
export async function killProcesses(): Promise<Report> {
  const report = new Report(`${kills} processes are killed (SIGKILL) under load`)
  const stack = await startStack()
  try {
    const members = await createMembers(stack.origin, membersCount)
    const posts = await listPosts(stack.postgresql.url)
    const load = startLoad(members, posts, 600)
    const victims: { process: Process; restart: () => Promise<void> }[] = [
      ...stack.webs.map((web) => ({ process: web.process, restart: () => stack.startWeb(web) })),
      ...stack.workers.map((worker) => ({ process: worker, restart: () => stack.startWorker(worker) })),
    ]
    let webKills = 0
    for (let count = 0; count < kills; count++) {
      await pause(2000 + random.below(2000))
      const victim = random.pick(victims)
      if (victim.process.name.startsWith('web')) webKills += 1
      await victim.process.end('SIGKILL')
      await pause(500)
      await victim.restart()
    }
    await pause(3000)
    await load.stop()
    const all = members.flatMap(({ outcomes }) => outcomes)
    const failed = all.filter(({ status }) => ![200, 303].includes(status))
    // Each member has one request in flight.
    const limit = webKills * membersCount
    report.add(
      'only requests in flight fail',
      failed.length <= limit && failed.every(({ status }) => [0, 502, 504].includes(status)),
      `${failed.length} of ${all.length} requests (${describeStatuses(failed) || 'none'}), ${webKills} web processes killed`,
    )
    report.add(
      'requests are answered',
      all.length > 100,
      `${describeStatuses(all)}; ${describeLatencies(all)}`,
    )
    await reportWrites(report, stack.postgresql.url, members)
    await reportMails(report, stack)
  } finally {
    await stack.stop()
  }
  return report
}

/** Each member who signed up gets a mail, whichever worker was killed. */
async function reportMails(report: Report, stack: Stack): Promise<void> {
  await reportJobs(report, stack)
  const { readMails } = await import('../../lib/testing/mailbox')
  const { query } = await import('./load')
  const recipients = new Set((await readMails(stack.dataDir)).map(({ to }) => to))
  const users = await query<{ email: string }>(stack.postgresql.url, 'SELECT email FROM users')
  const missing = users.filter(({ email }) => !recipients.has(email)).length
  report.add('every new member gets the mail', missing === 0, `${missing} of ${users.length} without`)
}
