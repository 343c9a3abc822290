// npm run bench -- contention: many members write and read concurrently from two processes, on each engine. It fails
// after an error, a lost write or a wrong counter, and never for a latency.

import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { openConnection } from '../../lib/db/connection'
import { type Engine, engineNames } from '../../lib/env/database-location'
import { startPostgresql } from '../postgresql.mjs'
import { machine, table } from './report'
import { settings } from './settings.mjs'
import { type Result, runWorkers } from './start-workers'
import { percentile } from './statistics'

const usage = `npm run bench -- contention [flags]

  --seconds N      duration per engine (60)
  --members N      members who write and read concurrently in each of the two processes (100)
  --engine NAME    only sqlite or postgresql

Uses its own databases: a temporary SQLite file and a temporary PostgreSQL server with the default pool size.
Exits with 1 after an error, a lost write or a wrong counter, and never for a latency.`

const processes = 2
const seeded = { users: 1000, posts: 10_000, follows: 50 }
const root = fileURLToPath(new URL('../..', import.meta.url))

type Flags = { seconds: number; members: number; engines: Engine[] }
type Measurement = { result: Result; lost: number; wrongCounters: number }

/** Runs the command, prints the measurements and sets the exit code. */
export async function contention(args: string[]): Promise<void> {
  const flags = parseFlags(args)
  if (!flags) return console.log(usage)
  console.log(`${machine()}; ${new Date().toISOString().slice(0, 10)}.`)
  for (const engine of flags.engines) {
    const measurement = await withDatabase(engine, (env) => measure(env, flags))
    if (!report(engine, flags, measurement)) process.exitCode = 1
  }
}

function parseFlags(args: string[]): Flags | null {
  const text = { type: 'string' } as const
  const options = { seconds: text, members: text, engine: text, help: { type: 'boolean' } } as const
  const { values } = parseArgs({ args, options })
  if (values.help) return null
  const { engine } = values
  const engines = (['sqlite', 'postgresql'] as const).filter(
    (name) => engine === undefined || engine === name,
  )
  if (engines.length === 0) throw new Error(`--engine is "${engine}": expected sqlite or postgresql.`)
  return {
    seconds: parseInteger('seconds', values.seconds, 60, 3600),
    members: parseInteger('members', values.members, 100, seeded.users / processes),
    engines,
  }
}

function parseInteger(name: string, value: string | undefined, fallback: number, max: number): number {
  const number = value === undefined ? fallback : Number(value)
  if (!Number.isInteger(number) || number < 1 || number > max)
    throw new Error(`--${name} is "${value}": expected a whole number from 1 to ${max}.`)
  return number
}

async function withDatabase<T>(
  engine: Engine,
  work: (env: Record<string, string>) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'roost-contention-'))
  const server = engine === 'postgresql' ? await startPostgresql() : null
  const url = server?.url ?? `file:${directory}/roost.db`
  try {
    return await work({
      ...settings(),
      DATA_DIR: directory,
      DATABASE_URL: url,
      LOG_LEVEL: 'warn',
      RATE_LIMITS: 'off',
    })
  } finally {
    await server?.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

async function measure(env: Record<string, string>, { seconds, members }: Flags): Promise<Measurement> {
  await seed(env)
  const connection = await openConnection(env.DATABASE_URL as string)
  try {
    const count = async (sql: string) => Number((await connection.rows<{ n: number }>(sql))[0]?.n)
    const posts = () => count('SELECT COUNT(*) AS n FROM posts')
    // Autovacuum would do this within a minute; without statistics the first query plans are poor.
    if (connection.engine === 'postgresql') await connection.execute('ANALYZE')
    const before = await posts()
    const tasks = Array.from({ length: processes }, (_, index) => ({
      members: Array.from({ length: members }, (_, member) => 1 + index * members + member),
      seconds,
    }))
    const result = mergeResults(await runWorkers(tasks, { ...process.env, ...env }, 'process'))
    return {
      result,
      lost: result.writes.length - ((await posts()) - before),
      wrongCounters: await count(
        'SELECT COUNT(*) AS n FROM users u WHERE post_count <> (SELECT COUNT(*) FROM posts WHERE author_id = u.id)',
      ),
    }
  } finally {
    await connection.close()
  }
}

async function seed(env: Record<string, string>): Promise<void> {
  const size = Object.entries(seeded).flatMap(([name, value]) => [`--${name}`, String(value)])
  const child = spawn(process.execPath, ['--import', 'tsx', 'prisma/seed.ts', ...size], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const code = await new Promise<number | null>((done) => child.once('exit', done))
  if (code !== 0) throw new Error('The seed failed: see above.')
}

function mergeResults(results: Result[]): Result {
  return {
    writes: results.flatMap(({ writes }) => writes),
    reads: results.flatMap(({ reads }) => reads),
    errors: results.flatMap(({ errors }) => errors),
    maxDelay: Math.max(...results.map(({ maxDelay }) => maxDelay)),
  }
}

/**
 * Prints the measurements of one engine.
 * @returns whether there was no error, lost write or wrong counter
 */
function report(
  engine: Engine,
  { seconds, members }: Flags,
  { result, lost, wrongCounters }: Measurement,
): boolean {
  const head = 'what,done,a second,p50 ms,p95 ms,p99 ms,max ms'.split(',')
  const line = (what: string, latencies: number[]) => [
    what,
    String(latencies.length),
    (latencies.length / seconds).toFixed(0),
    ...[50, 95, 99, 100].map((share) => percentile(latencies, share).toFixed(0)),
  ]
  const count = members * processes
  console.log(
    `\n${engineNames[engine]}: ${count} writers and ${count} readers in ${processes} processes, ${seconds} s.\n`,
  )
  console.log(table(head, [line('write', result.writes), line('read', result.reads)]))
  console.log(
    `\nErrors ${result.errors.length}, lost writes ${lost}, wrong counters ${wrongCounters}; longest event loop delay ${result.maxDelay.toFixed(0)} ms.`,
  )
  for (const text of new Set(result.errors)) console.error(text)
  return result.errors.length === 0 && lost === 0 && wrongCounters === 0
}
