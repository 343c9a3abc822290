// npm run bench -- contention: many members write and read at once from two processes, on each engine. The times are
// figures; an error, a lost write or a counter that is off makes it fail.

import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { openConnection } from '../../lib/db/connection'
import { type Engine, engineNames } from '../../lib/env/database-location'
import { startPostgresql } from '../postgresql.mjs'
import { crowd, type Outcome } from './contention-crowd'
import { machine, percentile, table } from './report'
import { settings } from './settings.mjs'

const usage = `npm run bench -- contention [flags]

  --seconds N      how long each engine is driven (60)
  --members N      how many write and read at once in each of the two processes (100)
  --engine NAME    sqlite or postgresql alone

Runs on databases of its own: a temporary SQLite file and a throw-away PostgreSQL server, its pool at the default size.
Exits with 1 after any error, lost write or wrong counter, and never for a time.`

const processes = 2
const seeded = { users: 1000, posts: 10_000, follows: 50 }
const root = fileURLToPath(new URL('../..', import.meta.url))

type Flags = { seconds: number; members: number; engines: Engine[] }
type Figures = { outcome: Outcome; lost: number; wrongCounters: number }

/** The command. Sets the exit code; prints figures and what went wrong. */
export async function contention(args: string[]): Promise<void> {
  const flags = readFlags(args)
  if (!flags) return console.log(usage)
  console.log(`${machine()}; ${new Date().toISOString().slice(0, 10)}.`)
  for (const engine of flags.engines) {
    const figures = await onOwnDatabase(engine, (env) => measure(env, flags))
    if (!report(engine, flags, figures)) process.exitCode = 1
  }
}

function readFlags(args: string[]): Flags | null {
  const text = { type: 'string' } as const
  const options = { seconds: text, members: text, engine: text, help: { type: 'boolean' } } as const
  const { values } = parseArgs({ args, options })
  if (values.help) return null
  const { engine } = values
  const engines = (['sqlite', 'postgresql'] as const).filter(
    (name) => engine === undefined || engine === name,
  )
  if (engines.length === 0) throw new Error(`--engine is "${engine}": sqlite or postgresql is wanted.`)
  return {
    seconds: whole('seconds', values.seconds, 60, 3600),
    members: whole('members', values.members, 100, seeded.users / processes),
    engines,
  }
}

function whole(name: string, value: string | undefined, fallback: number, max: number): number {
  const number = value === undefined ? fallback : Number(value)
  if (!Number.isInteger(number) || number < 1 || number > max)
    throw new Error(`--${name} is "${value}": a whole number from 1 to ${max} is wanted.`)
  return number
}

async function onOwnDatabase<T>(
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

async function measure(env: Record<string, string>, { seconds, members }: Flags): Promise<Figures> {
  await seed(env)
  const connection = await openConnection(env.DATABASE_URL as string)
  try {
    const count = async (sql: string) => Number((await connection.rows<{ n: number }>(sql))[0]?.n)
    const posts = () => count('SELECT COUNT(*) AS n FROM posts')
    // As autovacuum does within a minute of such an import; without it the first plans are poor.
    if (connection.engine === 'postgresql') await connection.execute('ANALYZE')
    const before = await posts()
    const tasks = Array.from({ length: processes }, (_, at) => ({
      members: Array.from({ length: members }, (_, member) => 1 + at * members + member),
      seconds,
    }))
    const outcome = together(await crowd(tasks, { ...process.env, ...env }, 'process'))
    return {
      outcome,
      lost: outcome.writes.length - ((await posts()) - before),
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
  if (code !== 0) throw new Error('The database could not be filled: see above.')
}

const together = (outcomes: Outcome[]): Outcome => ({
  writes: outcomes.flatMap(({ writes }) => writes),
  reads: outcomes.flatMap(({ reads }) => reads),
  errors: outcomes.flatMap(({ errors }) => errors),
  pause: Math.max(...outcomes.map(({ pause }) => pause)),
})

/** Prints the figures of one engine. Returns whether nothing went wrong. */
function report(engine: Engine, { seconds, members }: Flags, { outcome, lost, wrongCounters }: Figures) {
  const head = 'what,done,a second,p50 ms,p95 ms,p99 ms,max ms'.split(',')
  const line = (what: string, times: number[]) => [
    what,
    String(times.length),
    (times.length / seconds).toFixed(0),
    ...[50, 95, 99, 100].map((share) => percentile(times, share).toFixed(0)),
  ]
  const crowdSize = members * processes
  console.log(
    `\n${engineNames[engine]}: ${crowdSize} writers and ${crowdSize} readers in ${processes} processes, ${seconds} s.\n`,
  )
  console.log(table(head, [line('write', outcome.writes), line('read', outcome.reads)]))
  console.log(
    `\nErrors ${outcome.errors.length}, lost writes ${lost}, wrong counters ${wrongCounters}; longest pause of an event loop ${outcome.pause.toFixed(0)} ms.`,
  )
  for (const text of new Set(outcome.errors)) console.error(text)
  return outcome.errors.length === 0 && lost === 0 && wrongCounters === 0
}
