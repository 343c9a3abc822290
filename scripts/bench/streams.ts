// npm run bench -- streams: many idle event streams in one process, and the latency of an event. The measurements are in
// docs/performance.md; the command never fails for one.

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { Agent, type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { HttpMember } from '../../e2e/http-member'
import { machine } from './report'
import { cpuTime, prepareProduct, processTree, type Server, startProduct } from './servers'
import { settings } from './settings.mjs'
import { percentile } from './statistics'

const usage = `npm run bench -- streams [flags]

  --streams N   concurrent streams (1000), five per member
  --seconds N   how long they are idle (60)`

const streamsPerMember = 5
/** Follows and unfollows of one member while the stream of another is observed. */
const rounds = 30

/** Runs the command and prints the measurements. */
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
  for (let made = 0; made * streamsPerMember < count; made++)
    members.push(await HttpMember.signUp(server.origin, `listener_${made}`))
  const writer = await HttpMember.signUp(server.origin, 'writer')
  await wait(10)
  const before = await memory(server)
  const started = performance.now()
  const open: IncomingMessage[] = []
  for (let index = 0; index < count; index++)
    open.push(await listen(server, members[Math.floor(index / streamsPerMember)]))
  const opening = (performance.now() - started) / count
  await wait(10)
  const [idle, cpu] = [await memory(server), cpuTime(server) ?? 0]
  await wait(seconds)
  const cpuIdle = (cpuTime(server) ?? 0) - cpu
  const after = await memory(server)
  const latencies = await measureLatencies(open[0] as IncomingMessage, writer, 'listener_0')
  for (const stream of open) stream.destroy()
  console.log(`  opening a stream: ${opening.toFixed(1)} ms`)
  console.log(
    `  memory: ${before} MB before, ${idle} MB with all streams, ${after} MB after ${seconds} s idle`,
  )
  console.log(`  memory per stream: ${(((idle - before) * 1024) / count).toFixed(0)} kB`)
  console.log(`  CPU: ${(cpuIdle / (seconds * 10)).toFixed(2)} % of one core while idle`)
  const [p50, p95] = [percentile(latencies, 50), percentile(latencies, 95)]
  console.log(
    `  from sending a follow to receiving its signal: p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`,
  )
}

const wait = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000))

const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY })

function listen(server: Server, member: HttpMember | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { cookie: member?.cookie ?? '', accept: 'text/event-stream' }
    request(`${server.origin}/data/stream?last=0.0`, { agent, headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`a stream returned ${response.statusCode}`))
      response.on('error', () => {})
      response.once('data', () => {
        response.resume()
        resolve(response)
      })
    })
      .on('error', reject)
      .end()
  })
}

/** Milliseconds from sending a follow to receiving its signal, while all other streams are open. */
async function measureLatencies(
  stream: IncomingMessage,
  writer: HttpMember,
  name: string,
): Promise<number[]> {
  const latencies: number[] = []
  for (let round = 0; round < rounds; round++) {
    const received = new Promise<number>((resolve) => {
      const listener = (chunk: Buffer) => {
        if (!chunk.includes('event: signal')) return
        stream.off('data', listener)
        resolve(performance.now())
      }
      stream.on('data', listener)
    })
    const sent = performance.now()
    await writer.follow(name)
    latencies.push((await received) - sent)
  }
  return latencies.sort((a, b) => a - b)
}

/** The resident memory of the web process in MB. */
async function memory(server: Server): Promise<number> {
  let kilobytes = 0
  for (const pid of processTree(server.pid))
    kilobytes += Number(/^VmRSS:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  return Math.round(kilobytes / 1024)
}
