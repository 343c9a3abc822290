// npm run bench -- soak: members with open pages post, reply, like and write to each other for half an hour. The memory
// is a figure; a message that is lost, doubled or out of order in an open tab, or an error, makes it fail.

import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { randomFrom } from '../../prisma/seed/random'
import { findForm, submit } from './plain-form'
import { machine } from './report'
import { prepareProduct, type Server, startProduct, webMemory } from './servers'
import { SoakTab } from './soak-tab'
import { chooseTarget, prepareTarget, removeLeftovers } from './target'

const usage = `npm run bench -- soak [flags]

  --minutes N   how long (30)
  --members N   how many are there at once, each with two open tabs (50)
  --data DIR    data directory of the benchmark (.data/soak), filled by the seed when empty

Prints the memory of both web processes once a minute and its growth after the first fifth of the time. Exits with 1
after a lost, doubled or misplaced message, or an answer that is an error; never for a figure.`

type Flags = { minutes: number; members: number; data: string }
type Member = { name: string; cookie: string; partners: string[]; tabs: SoakTab[] }

const pauseBetweenActs = 4000
const random = randomFrom(11)

/** The command. Sets the exit code. */
export async function soak(args: string[]): Promise<void> {
  const flags = readFlags(args)
  if (!flags) return console.log(usage)
  const env = chooseTarget(flags.data, true)
  await prepareProduct(env)
  await prepareTarget(env, { users: 200, posts: 2000, follows: 20, seed: 1 })
  const server = await startProduct(env)
  try {
    const members = await gather(server.origin, flags.members)
    const memory = await liveTogether(server, members, flags.minutes)
    if (!(await report(flags, members, memory))) process.exitCode = 1
  } finally {
    await server.stop()
    await clean()
  }
}

function readFlags(args: string[]): Flags | null {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args,
    options: { minutes: text, members: text, data: text, help: { type: 'boolean' } },
  })
  if (values.help) return null
  const [minutes, members] = [Number(values.minutes ?? 30), Number(values.members ?? 50)]
  if (!(minutes > 0)) throw new Error(`--minutes is "${values.minutes}": a number above 0 is wanted.`)
  if (!Number.isInteger(members) || members < 4 || members > 200)
    throw new Error(`--members is "${values.members}": a whole number from 4 to 200 is wanted.`)
  return { minutes, members, data: values.data ?? '.data/soak' }
}

/** Members with a session each, who write to their neighbours in a ring. */
async function gather(origin: string, count: number): Promise<Member[]> {
  const { openSession } = await import('../../lib/sessions/mutations')
  const { db } = await import('../../lib/db/db')
  const users = await db.user.findMany({ orderBy: { id: 'asc' }, take: count })
  const members: Member[] = []
  for (const [at, { id, username }] of users.entries()) {
    const token = await openSession(id, true, { ip: '', userAgent: 'npm run bench' })
    const partners = [at + 1, at + count - 1].map((other) => users[other % count]?.username as string)
    const cookie = `roost.session=${token}`
    const tab = () => new SoakTab({ origin, cookie, partners, rest: () => 30_000 + random.below(60_000) })
    members.push({ name: username, cookie, partners, tabs: [tab(), tab()] })
  }
  return members
}

async function liveTogether(server: Server, members: Member[], minutes: number): Promise<number[]> {
  const until = Date.now() + minutes * 60_000
  const tabs = members.flatMap((member) => member.tabs)
  const listening = tabs.map((tab) => tab.run())
  const memory: number[] = []
  const watching = (async () => {
    for (; Date.now() < until; await sleep(Math.min(60_000, Math.max(0, until - Date.now())))) {
      const now = webMemory(server)
      memory.push(now.reduce((sum, one) => sum + one, 0))
      console.log(`${String(memory.length - 1).padStart(3)} min  ${now.join(' + ')} MB`)
    }
  })()
  const acting = members.map(async (member) => {
    await sleep(random.below(pauseBetweenActs))
    while (Date.now() < until) {
      await act(server.origin, member).catch((error) => member.tabs[0]?.problems.push(String(error)))
      await sleep(pauseBetweenActs / 2 + random.below(pauseBetweenActs))
    }
  })
  await Promise.all([watching, ...acting])
  // What was sent last is still on its way.
  await sleep(5000)
  for (const member of members)
    for (const tab of member.tabs) for (const partner of member.partners) await tab.lookAgain(partner)
  for (const tab of tabs) tab.close()
  await Promise.all(listening)
  return memory
}

/** One thing that a member does, as a browser without JavaScript does it. */
async function act(origin: string, { cookie, partners }: Member): Promise<void> {
  const get = async (path: string) => {
    const answer = await fetch(origin + path, { headers: { cookie } })
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`)
    return answer.text()
  }
  const send = async (path: string, field: string, values: Record<string, string>) => {
    const answer = await submit(origin + path, findForm(await get(path), field), values, cookie)
    await answer.arrayBuffer()
    if (answer.status !== 303) throw new Error(`${path} refused with ${answer.status}`)
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

/** Compares what every tab showed with the table, and says how the memory went. Returns whether nothing went wrong. */
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
      const wanted = all.map(({ id }) => id).join(' ')
      for (const tab of tabs) {
        delivered += all.length
        if (tab.shown.get(partner)?.join(' ') !== wanted)
          problems.push(`${name} did not get every message with ${partner} once and in order`)
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
  console.log(`Growth of both processes together after warm-up: ${growth(memory).toFixed(2)} MB a minute.`)
  console.log(problems.length === 0 ? 'Nothing went wrong.' : `${problems.length} things went wrong:`)
  for (const problem of [...new Set(problems)].slice(0, 20)) console.error(problem)
  return problems.length === 0
}

/** The slope of a line through the figures after the first fifth (least squares). */
function growth(memory: number[]): number {
  const late = memory.slice(Math.floor(memory.length / 5))
  const middle = (late.length - 1) / 2
  const mean = late.reduce((sum, one) => sum + one, 0) / Math.max(1, late.length)
  const above = late.reduce((sum, one, at) => sum + (at - middle) * (one - mean), 0)
  const below = late.reduce((sum, _, at) => sum + (at - middle) ** 2, 0)
  return below === 0 ? 0 : above / below
}

async function clean(): Promise<void> {
  const { closeDatabase, transaction } = await import('../../lib/db/db')
  await transaction((tx) => tx.message.deleteMany({}))
  await removeLeftovers()
  await closeDatabase()
}
