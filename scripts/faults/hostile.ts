import { parseArgs } from 'node:util'
import { randomFrom } from '../../prisma/seed/random'
import { findForm } from '../bench/plain-form'
import { root } from '../settings.mjs'
import type { Known } from './hostile/bytes'
import { type Answer, type HostileRequest, sendRaw } from './hostile/raw-request'
import { makeRequests } from './hostile/requests'
import { Member } from './member'
import { pause } from './processes'
import { Report } from './report'
import { type Stack, startStack } from './stack'

/** Maximum number of concurrent requests, not counting those of slow senders. */
const connections = 24
const slowConnections = 60

/** Milliseconds until the client times out. */
const clientTimeout = 15_000
const slowClientTimeout = 45_000

/** MB by which the peak memory of a process may grow in the second half of the requests. */
const growthLimit = 80

/** Forbidden in every response: stack traces and file system paths of this machine. */
const leaks = new RegExp(
  `\\n\\s+at [\\w.<>\\[\\] ]+\\(?[\\w:/.-]+:\\d+:\\d+|node:internal|node_modules|${root.replace(/\W/g, '\\$&')}|/usr/lib/|root:x:0|PrismaClient|SQLITE_|pg_catalog`,
)

type Sent = { request: HostileRequest; answer: Answer }

/** Sends hostile requests to one web process, and to nginx in front of three. */
export async function sendHostileRequests(args: string[]): Promise<Report> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ args, options: { count: text, seed: text, show: { type: 'boolean' } } })
  const [count, seed] = [Number(values.count ?? 10_000), Number(values.seed ?? 1)]
  const report = new Report(`${count} hostile requests with seed ${seed}, to each of two targets`)
  const stack = await startStack({ workers: 1 })
  try {
    const known = await prepareSite(stack)
    const requests = makeRequests(randomFrom(seed), count, known)
    const bare = stack.webs[0]?.port ?? 0
    for (const [name, port] of [
      ['a web process', bare],
      ['nginx', Number(new URL(stack.origin).port)],
    ] as const)
      await attack(report, stack, { name, port, requests, show: values.show === true })
  } finally {
    await stack.stop()
  }
  return report
}

/** Signs a member up, and reads the action of the composer. */
async function prepareSite({ origin }: Stack): Promise<Known> {
  const member = new Member(origin, 'fault_1')
  await member.signUp()
  await member.post()
  const html = (await (await member.get('/'))?.text()) ?? ''
  const { fields } = findForm(html, 'submission')
  const actionId = /"id":"([0-9a-f]+)"/.exec(fields.map(([, value]) => value).join(' '))?.[1] ?? ''
  return { cookie: member.cookie, actionId, fields, post: 1 }
}

type Target = { name: string; port: number; requests: HostileRequest[]; show: boolean }

async function attack(report: Report, stack: Stack, { name, port, requests, show }: Target): Promise<void> {
  const memory = () => stack.webs.map((web) => web.process.memory())
  const before = memory()
  const half = Math.floor(requests.length / 2)
  const first = await withPeaks(memory, () => sendAll(port, requests.slice(0, half)))
  const second = await withPeaks(memory, () => sendAll(port, requests.slice(half)))
  const sent = [...first.result, ...second.result]
  await pause(5000)
  const after = memory()
  const isNginx = name === 'nginx'
  const wrong = sent.filter((one) => isWrong(one, isNginx))
  for (const { request, answer } of wrong.slice(0, show ? 50 : 5))
    console.error(`${answer.status} ${request.kind}: ${JSON.stringify(request.bytes.slice(0, 400))}`)
  report.add(`${name}: no 5xx`, wrong.length === 0, `${wrong.length} wrong; ${summarize(sent)}`)
  const leaking = sent.filter(({ answer }) => leaks.test(answer.text))
  for (const { request, answer } of leaking.slice(0, 5))
    console.error(
      `leak ${leaks.exec(answer.text)?.[0]} ${request.kind}: ${JSON.stringify(request.bytes.slice(0, 300))}`,
    )
  report.add(`${name}: no stack trace and no path in an answer`, leaking.length === 0, leaking.length)
  const late = sent.filter(({ answer, request }) => answer.timedOut && !isUnfinished(request))
  for (const { request } of late.slice(0, 5))
    console.error(`late ${request.kind}: ${JSON.stringify(request.bytes.slice(0, 300))}`)
  report.add(
    `${name}: every complete request is answered in ${clientTimeout / 1000} s`,
    late.length === 0,
    late.length,
  )
  // A leak raises the peak. A single sample depends on the last garbage collection.
  const growth = Math.max(...second.peaks.map((size, index) => size - (first.peaks[index] ?? 0)))
  const phases = [before, first.peaks, second.peaks, after].map((sizes) => `${sizes.join(' + ')} MB`)
  report.add(
    `${name}: memory does not grow in the second half`,
    growth < growthLimit,
    `before ${phases[0]}, peaks ${phases[1]} and ${phases[2]}, after ${phases[3]}`,
  )
  const exits = stack.webs.reduce((sum, web) => sum + web.process.unexpectedExits, 0)
  report.add(`${name}: no process ends`, exits === 0, exits)
  await reportNormal(report, `http://localhost:${port}`, name)
}

/** Runs `work` and reads the memory of the processes four times a second. @returns the highest of each process, in MB */
async function withPeaks<T>(memory: () => number[], work: () => Promise<T>) {
  const peaks = memory()
  const sample = () => {
    for (const [index, size] of memory().entries()) peaks[index] = Math.max(peaks[index] ?? 0, size)
  }
  const timer = setInterval(sample, 250)
  const result = await work().finally(() => clearInterval(timer))
  return { result, peaks }
}

function isWrong({ answer, request }: Sent, isNginx: boolean): boolean {
  const { status, text } = answer
  if (status < 500) return false
  // nginx itself answers 501 to unknown transfer codings and 505 to unknown versions of HTTP (RFC 9110).
  if (isNginx && /^(?:framing|garbage)$/.test(request.kind) && [501, 505].includes(status)) return false
  return !(status === 503 && /\r\nretry-after: \d+/i.test(text))
}

/** Whether the request announces more bytes than it sends, so that the server waits. */
function isUnfinished({ kind, slow }: HostileRequest): boolean {
  return slow !== undefined || ['framing', 'garbage', 'methods', 'raw bytes'].includes(kind)
}

async function sendAll(port: number, requests: HostileRequest[]): Promise<Sent[]> {
  const slow = requests.filter((request) => request.slow !== undefined)
  const fast = requests.filter((request) => request.slow === undefined)
  const results = await Promise.all([
    sendPool(port, fast, connections, clientTimeout),
    sendPool(port, slow, slowConnections, slowClientTimeout),
  ])
  return results.flat()
}

async function sendPool(
  port: number,
  requests: HostileRequest[],
  size: number,
  timeout: number,
): Promise<Sent[]> {
  const sent: Sent[] = []
  let next = 0
  const run = async () => {
    while (next < requests.length) {
      const request = requests[next++] as HostileRequest
      sent.push({ request, answer: await sendRaw(port, request, timeout) })
    }
  }
  await Promise.all(Array.from({ length: size }, run))
  return sent
}

function summarize(sent: Sent[]): string {
  const counts = new Map<string, number>()
  for (const { answer } of sent) {
    const name = answer.status ? `${Math.floor(answer.status / 100)}xx` : 'closed'
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts]
    .sort()
    .map(([name, count]) => `${name}: ${count}`)
    .join(', ')
}

async function reportNormal(report: Report, origin: string, name: string): Promise<void> {
  const member = new Member(origin, `after_${name.replace(/\W/g, '')}`)
  await member.signUp()
  await member.post()
  const statuses: (number | undefined)[] = []
  for (const path of ['/', '/explore', '/messages']) {
    const response = await member.get(path)
    statuses.push(response?.status)
    await response?.arrayBuffer()
  }
  const times = member.outcomes.map(({ milliseconds }) => milliseconds)
  const isNormal = statuses.every((status) => status === 200) && member.acknowledged.posts.length === 1
  report.add(`${name}: normal requests work afterwards`, isNormal, `slowest ${Math.max(...times)} ms`)
}
