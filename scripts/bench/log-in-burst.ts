// npm run bench -- log-in-burst: a burst of concurrent log-ins while a member requests pages at a constant rate. It prints
// measurements and never fails because of one.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { benchPassword } from '../../prisma/seed/bench-rows'
import { warmUp } from './load'
import { findForm, type PlainForm, submit } from './plain-form'
import { machine, table } from './report'
import { prepareProduct, type Server, startProduct } from './servers'
import { percentile } from './statistics'
import { chooseTarget, openSessions, prepareTarget } from './target'

const usage = `npm run bench -- log-in-burst [flags]

  --log-ins N     concurrent log-ins, each of another member (50)
  --rate N        requests per second for explore, as a member (20)
  --seconds N     duration of the measurement before the burst (10)
  --rounds N      bursts (3)
  --processes N   web processes (1, the default of WEB_CONCURRENCY)

A log-in that is refused because the queue is full is retried after the time in Retry-After.`

type Flags = { logIns: number; rate: number; seconds: number; rounds: number; processes: number }

/** A successful log-in: milliseconds until it was accepted, including retries, and the number of rejected attempts. */
type LogIn = { milliseconds: number; rejections: number }

type Round = { before: number[]; during: number[]; logIns: LogIn[]; failures: string[] }

/** Runs the command and prints the measurements. */
export async function logInBurst(args: string[]): Promise<void> {
  const flags = parseFlags(args)
  if (!flags) return console.log(usage)
  const directory = await mkdtemp(join(tmpdir(), 'roost-burst-'))
  const env = chooseTarget(directory, true)
  try {
    await prepareProduct(env)
    await prepareTarget(env, { users: Math.max(100, flags.logIns), posts: 2000, follows: 20, seed: 1 })
    const [cookie = ''] = await openSessions(1)
    const server = await startProduct(env, flags.processes)
    try {
      report(flags, await measure(server, cookie, flags))
    } finally {
      await server.stop()
    }
  } finally {
    await (await import('../../lib/db/db')).closeDatabase()
    await rm(directory, { recursive: true, force: true })
  }
}

function parseFlags(args: string[]): Flags | null {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args,
    options: {
      ...{ 'log-ins': text, rate: text, seconds: text, rounds: text, processes: text },
      help: { type: 'boolean' },
    },
  })
  if (values.help) return null
  const number = (name: Exclude<keyof typeof values, 'help'>, fallback: number) => {
    const value = Number(values[name] ?? fallback)
    if (Number.isInteger(value) && value >= 1) return value
    throw new Error(`--${name} is "${values[name]}": expected a whole number from 1.`)
  }
  return {
    ...{ logIns: number('log-ins', 50), rate: number('rate', 20), seconds: number('seconds', 10) },
    ...{ rounds: number('rounds', 3), processes: number('processes', 1) },
  }
}

async function measure(server: Server, cookie: string, flags: Flags): Promise<Round[]> {
  const request = { path: '/explore', expectedStatus: 200, headers: { cookie } } as const
  await warmUp(server, request, 5)
  const form = findForm(await (await fetch(`${server.origin}/login`)).text(), 'password')
  // Starts the hashing threads and computes the decoy hash.
  await logIn(server, form, 1)
  const rounds: Round[] = []
  for (let count = 0; count < flags.rounds; count++)
    rounds.push(await measureRound(server, cookie, form, flags))
  return rounds
}

async function measureRound(server: Server, cookie: string, form: PlainForm, flags: Flags): Promise<Round> {
  const failures: string[] = []
  const read = (end: () => boolean) => readAtRate(server, cookie, flags.rate, end, failures)
  const started = performance.now()
  const before = await read(() => performance.now() - started > flags.seconds * 1000)
  let active = true
  const reading = read(() => !active)
  const attempts = Array.from({ length: flags.logIns }, (_, index) => logIn(server, form, index + 1))
  const results = await Promise.allSettled(attempts)
  active = false
  const logIns = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  failures.push(...results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : [])))
  return { before, during: await reading, logIns, failures }
}

/**
 * Requests explore at a constant rate, regardless of response times (open loop).
 * @returns latencies in milliseconds, measured from the scheduled time of each request
 */
async function readAtRate(
  server: Server,
  cookie: string,
  rate: number,
  hasEnded: () => boolean,
  failures: string[],
): Promise<number[]> {
  const started = performance.now()
  const times: Promise<number>[] = []
  while (!hasEnded()) {
    const scheduled = started + (times.length * 1000) / rate
    await sleep(scheduled - performance.now())
    times.push(
      fetch(`${server.origin}/explore`, { headers: { cookie } }).then(async (response) => {
        await response.arrayBuffer()
        if (response.status !== 200) failures.push(`explore returned ${response.status}`)
        return performance.now() - scheduled
      }),
    )
  }
  return Promise.all(times)
}

async function logIn(server: Server, form: PlainForm, member: number): Promise<LogIn> {
  const started = performance.now()
  const values = { identifier: `bench${member}`, password: benchPassword }
  for (let rejections = 0; ; rejections++) {
    const response = await submit(`${server.origin}/login`, form, values)
    await response.arrayBuffer()
    if (response.status === 303) return { milliseconds: performance.now() - started, rejections }
    const retryAfter = Number(response.headers.get('retry-after'))
    if (response.status !== 503 || !retryAfter) throw new Error(`a log-in returned ${response.status}`)
    await sleep(retryAfter * 1000)
  }
}

function report({ logIns, rate, processes }: Flags, rounds: Round[]): void {
  const all = rounds.flatMap((round) => round.logIns)
  const failures = rounds.flatMap((round) => round.failures)
  const row = (name: string, times: number[]) => [
    name,
    String(times.length),
    ...[50, 99, 100].map((share) => percentile(times, share).toFixed(0)),
  ]
  const accepted = all.filter(({ rejections }) => rejections === 0)
  console.log(`${machine()}; ${new Date().toISOString().slice(0, 10)}; ${processes} web process(es).`)
  console.log(`${rounds.length} × ${logIns} log-ins at once, explore ${rate} times a second.\n`)
  console.log(
    table(
      ['what', 'count', 'p50 ms', 'p99 ms', 'max ms'],
      [
        row(
          'explore before',
          rounds.flatMap(({ before }) => before),
        ),
        row(
          'explore during the burst',
          rounds.flatMap(({ during }) => during),
        ),
        row(
          'log-in, accepted at once',
          accepted.map(({ milliseconds }) => milliseconds),
        ),
        row(
          'log-in, with repetitions',
          all.map(({ milliseconds }) => milliseconds),
        ),
      ],
    ),
  )
  console.log(`\n${all.length - accepted.length} log-ins were refused at first. ${failures.length} failures.`)
  for (const failure of new Set(failures)) console.log(`  ${failure}`)
}
