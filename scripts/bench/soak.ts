// npm run bench -- soak: members with open pages post, reply, read and send messages for 30 minutes. It fails after a
// message that is lost, duplicated or out of order in an open tab, or after an error; memory is only reported.

import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { randomFrom } from '../../prisma/seed/random'
import { findForm, submit } from './plain-form'
import { machine } from './report'
import { prepareProduct, type Server, startProduct, webMemory } from './servers'
import { SoakTab } from './soak-tab'
import { chooseTarget, deleteLeftovers, prepareTarget } from './target'

const usage = `npm run bench -- soak [flags]

  --minutes N   duration (30)
  --members N   concurrent members, each with two open tabs (50)
  --data DIR    data directory of the benchmark (.data/soak), filled by the seed when empty

Prints the memory of both web processes once a minute and its growth after the first fifth of the time. Exits with 1
after a lost, duplicated or misplaced message or a failed request; never for a measurement.`

type Flags = { minutes: number; members: number; data: string }
type Member = { name: string; cookie: string; partners: string[]; tabs: SoakTab[] }

/** Milliseconds between two actions of a member, on average. */
const actionInterval = 4000
const random = randomFrom(11)

/** Runs the command and sets the exit code. */
export async function soak(args: string[]): Promise<void> {
  const flags = parseFlags(args)
  if (!flags) return console.log(usage)
  const env = chooseTarget(flags.data, true)
  await prepareProduct(env)
  await prepareTarget(env, { users: 200, posts: 2000, follows: 20, seed: 1 })
  const server = await startProduct(env)
  try {
    const members = await createMembers(server.origin, flags.members)
    const memory = await simulate(server, members, flags.minutes)
    if (!(await report(flags, members, memory))) process.exitCode = 1
  } finally {
    await server.stop()
    await clean()
  }
}

function parseFlags(args: string[]): Flags | null {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args,
    options: { minutes: text, members: text, data: text, help: { type: 'boolean' } },
  })
  if (values.help) return null
  const [minutes, members] = [Number(values.minutes ?? 30), Number(values.members ?? 50)]
  if (!(minutes > 0)) throw new Error(`--minutes is "${values.minutes}": expected a number above 0.`)
  if (!Number.isInteger(members) || members < 4 || members > 200)
    throw new Error(`--members is "${values.members}": expected a whole number from 4 to 200.`)
  return { minutes, members, data: values.data ?? '.data/soak' }
}

/** Opens a session for each member; each one sends messages to the previous and the next member. */
async function createMembers(origin: string, count: number): Promise<Member[]> {
  const { openSession } = await import('../../lib/sessions/mutations')
  const { db } = await import('../../lib/db/db')
  const users = await db.user.findMany({ orderBy: { id: 'asc' }, take: count })
  const members: Member[] = []
  for (const [index, { id, username }] of users.entries()) {
    const token = await openSession(id, true, { ip: '', userAgent: 'npm run bench' })
    const partners = [index + 1, index + count - 1].map((other) => users[other % count]?.username as string)
    const cookie = `roost.session=${token}`
    const tab = () => new SoakTab({ origin, cookie, partners, pause: () => 30_000 + random.below(60_000) })
    members.push({ name: username, cookie, partners, tabs: [tab(), tab()] })
  }
  return members
}

async function simulate(server: Server, members: Member[], minutes: number): Promise<number[]> {
  const end = Date.now() + minutes * 60_000
  const tabs = members.flatMap((member) => member.tabs)
  const listening = tabs.map((tab) => tab.run())
  const memory: number[] = []
  const recordingMemory = (async () => {
    for (; Date.now() < end; await sleep(Math.min(60_000, Math.max(0, end - Date.now())))) {
      const now = webMemory(server)
      memory.push(now.reduce((sum, one) => sum + one, 0))
      console.log(`${String(memory.length - 1).padStart(3)} min  ${now.join(' + ')} MB`)
    }
  })()
  const acting = members.map(async (member) => {
    await sleep(random.below(actionInterval))
    while (Date.now() < end) {
      await act(server.origin, member).catch((error) => member.tabs[0]?.problems.push(String(error)))
      await sleep(actionInterval / 2 + random.below(actionInterval))
    }
  })
  await Promise.all([recordingMemory, ...acting])
  // The last events may still be in transit.
  await sleep(5000)
  for (const member of members)
    for (const tab of member.tabs) for (const partner of member.partners) await tab.checkForMissed(partner)
  for (const tab of tabs) tab.close()
  await Promise.all(listening)
  return memory
}

/** One action of a member, as a browser without JavaScript performs it. */
async function act(origin: string, { cookie, partners }: Member): Promise<void> {
  const get = async (path: string) => {
    const response = await fetch(origin + path, { headers: { cookie } })
    if (response.status !== 200) throw new Error(`${path} returned ${response.status}`)
    return response.text()
  }
  const send = async (path: string, field: string, values: Record<string, string>) => {
    const response = await submit(origin + path, findForm(await get(path), field), values, cookie)
    await response.arrayBuffer()
    if (response.status !== 303) throw new Error(`${path} returned ${response.status}`)
  }
  const kind = random.below(10)
  if (kind < 5) {
    const path = `/messages/${random.pick(partners)}`
    return send(path, 'body', { body: `What do you think? ${random.below(1_000_000)}` })
  }
  if (kind < 7) return send('/', 'body', { body: `Soaking number ${random.below(1_000_000)} #soak` })
  const home = await get('/')
  const posts = [...home.matchAll(/ id="post-(\d+)"/g)].map(([, id]) => id as string)
  if (kind < 9) return send(`/posts/${random.pick(posts)}`, 'replyTo', { body: 'Quite so.' })
}

/**
 * Compares the messages of every tab with the database and prints the growth of the memory.
 * @returns whether there was no problem
 */
async function report({ minutes }: Flags, members: Member[], memory: number[]): Promise<boolean> {
  const { db } = await import('../../lib/db/db')
  const problems: string[] = []
  let delivered = 0
  for (const { name, partners, tabs } of members) {
    const me = await db.user.findFirstOrThrow({ where: { username: name }, select: { id: true } })
    for (const partner of partners) {
      const other = await db.user.findFirstOrThrow({ where: { username: partner }, select: { id: true } })
      const pair = [me.id, other.id]
      const all = await db.message.findMany({
        where: { senderId: { in: pair }, recipientId: { in: pair } },
        orderBy: { id: 'asc' },
        select: { id: true },
      })
      const expected = all.map(({ id }) => id).join(' ')
      for (const tab of tabs) {
        delivered += all.length
        if (tab.shown.get(partner)?.join(' ') !== expected)
          problems.push(`${name} did not receive every message with ${partner} once and in order`)
      }
    }
    problems.push(...tabs.flatMap((tab) => tab.problems.map((problem) => `${name}: ${problem}`)))
  }
  const tabs = members.flatMap((member) => member.tabs)
  const sum = (of: (tab: SoakTab) => number) => tabs.reduce((total, tab) => total + of(tab), 0)
  const [messages, posts] = [
    await db.message.count(),
    await db.post.count({ where: { submissionKey: { not: null } } }),
  ]
  console.log(`\n${machine()}; ${new Date().toISOString().slice(0, 10)}.`)
  console.log(
    `${members.length} members with two tabs each, ${minutes} minutes: ${messages} messages, ${posts} posts and replies.`,
  )
  console.log(
    `${sum((tab) => tab.events)} events, ${sum((tab) => tab.reconnections)} reconnections, ${delivered} deliveries compared.`,
  )
  console.log(
    `Growth of both processes together after warm-up: ${growthRate(memory).toFixed(2)} MB per minute.`,
  )
  console.log(problems.length === 0 ? 'No problems.' : `${problems.length} problems:`)
  for (const problem of [...new Set(problems)].slice(0, 20)) console.error(problem)
  return problems.length === 0
}

/** The slope of a regression line through the measurements after the first fifth (least squares). */
function growthRate(memory: number[]): number {
  const late = memory.slice(Math.floor(memory.length / 5))
  const middle = (late.length - 1) / 2
  const mean = late.reduce((sum, one) => sum + one, 0) / Math.max(1, late.length)
  const above = late.reduce((sum, one, at) => sum + (at - middle) * (one - mean), 0)
  const below = late.reduce((sum, _, at) => sum + (at - middle) ** 2, 0)
  return below === 0 ? 0 : above / below
}

async function clean(): Promise<void> {
  const { closeDatabase } = await import('../../lib/db/db')
  await deleteLeftovers()
  await closeDatabase()
}
