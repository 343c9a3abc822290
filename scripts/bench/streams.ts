// npm run bench -- streams: many open pages that hear nothing, in one process, and how fast one hears something.
// The figures go to docs/performance.md; nothing fails on them.

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { Agent, type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { HttpMember } from '../../e2e/http-member'
import { machine, percentile } from './report'
import { cpuTime, family, prepareProduct, type Server, startProduct } from './servers'
import { settings } from './settings.mjs'

const usage = `npm run bench -- streams [flags]

  --streams N   how many are open at once (1000), five a member
  --seconds N   how long they stay idle (60)`

const perMember = 5
/** How often one member follows and unfollows while another's stream is watched. */
const rounds = 30

export async function streams(args: string[]): Promise<void> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ args, options: { streams: text, seconds: text, help: { type: 'boolean' } } })
  if (values.help) return console.log(usage)
  const directory = await mkdtemp(join(tmpdir(), 'roost-streams-'))
  const env = { ...settings(), DATA_DIR: directory, DATABASE_URL: '', RATE_LIMITS: 'off', LOG_LEVEL: 'error' }
  try {
    await prepareProduct(env)
    const server = await startProduct(env, 1)
    try {
      await measure(server, Number(values.streams ?? 1000), Number(values.seconds ?? 60))
    } finally {
      await server.stop()
    }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function measure(server: Server, count: number, seconds: number): Promise<void> {
  console.log(`${machine()}; ${new Date().toISOString().slice(0, 10)}; ${count} streams in one process.`)
  const members: HttpMember[] = []
  for (let made = 0; made * perMember < count; made++)
    members.push(await HttpMember.signUp(server.origin, `listener_${made}`))
  const writer = await HttpMember.signUp(server.origin, 'writer')
  await quiet(10)
  const before = await memory(server)
  const started = performance.now()
  const open: IncomingMessage[] = []
  for (let at = 0; at < count; at++) open.push(await listen(server, members[Math.floor(at / perMember)]))
  const opening = (performance.now() - started) / count
  await quiet(10)
  const [idle, cpu] = [await memory(server), cpuTime(server) ?? 0]
  await quiet(seconds)
  const spent = (cpuTime(server) ?? 0) - cpu
  const after = await memory(server)
  const latencies = await badgeLatencies(open[0] as IncomingMessage, writer, 'listener_0')
  for (const stream of open) stream.destroy()
  console.log(`  to open one: ${opening.toFixed(1)} ms`)
  console.log(`  memory: ${before} MB before, ${idle} MB with them, ${after} MB after ${seconds} s idle`)
  console.log(`  a stream: ${(((idle - before) * 1024) / count).toFixed(0)} kB`)
  console.log(`  processor: ${(spent / (seconds * 10)).toFixed(2)} % of one core while idle`)
  const [p50, p95] = [percentile(latencies, 50), percentile(latencies, 95)]
  console.log(
    `  from a follow being sent to the other's signal: p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`,
  )
}

const quiet = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000))

const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY })

function listen(server: Server, member: HttpMember | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { cookie: member?.cookie ?? '', accept: 'text/event-stream' }
    request(`${server.origin}/api/stream?last=0.0`, { agent, headers }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`a stream answered ${answer.statusCode}`))
      answer.on('error', () => {})
      answer.once('data', () => {
        answer.resume()
        resolve(answer)
      })
    })
      .on('error', reject)
      .end()
  })
}

/** Milliseconds from a follow being sent to its signal, with all the other streams open. */
async function badgeLatencies(stream: IncomingMessage, writer: HttpMember, name: string): Promise<number[]> {
  const found: number[] = []
  for (let round = 0; round < rounds; round++) {
    const heard = new Promise<number>((resolve) => {
      const listener = (chunk: Buffer) => {
        if (!chunk.includes('event: signal')) return
        stream.off('data', listener)
        resolve(performance.now())
      }
      stream.on('data', listener)
    })
    const sent = performance.now()
    await writer.follow(name)
    found.push((await heard) - sent)
  }
  return found.sort((a, b) => a - b)
}

/** Resident megabytes of the web process. */
async function memory(server: Server): Promise<number> {
  let kilobytes = 0
  for (const pid of family(server.pid))
    kilobytes += Number(/^VmRSS:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  return Math.round(kilobytes / 1024)
}
