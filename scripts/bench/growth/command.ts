import { fork } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withConnection } from '../../../lib/db/connection'
import type { Engine } from '../../../lib/env/database-location'
import { startPostgresql } from '../../postgresql.mjs'
import { machine } from '../report'
import { settings } from '../settings.mjs'
import { insertResult } from '../tables'
import { drawGrowth } from './chart'
import { type GrowthFlags, growthUsage, parseGrowthFlags } from './flags'
import { formatGrowth, formatPlans, type GrowthResult } from './tables'
import type { WorkerResult } from './worker'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const workerPath = fileURLToPath(new URL('worker.ts', import.meta.url))

/** Runs `npm run bench -- growth`: measures each size on each engine and reports the measurements. */
export async function growth(args: string[]): Promise<void> {
  const flags = parseGrowthFlags(args)
  if (!flags) return console.log(growthUsage)
  const results = flags.results && existsSync(flags.results) ? readResults(flags.results) : []
  for (const engine of flags.engines)
    await measureEngine(engine, flags, (result) => {
      addResult(results, result)
      if (flags.results) writeFileSync(flags.results, JSON.stringify(results))
    })
  report(results, flags)
}

const readResults = (file: string): GrowthResult[] => JSON.parse(readFileSync(file, 'utf8'))

/** Replaces an earlier result of the same engine and size. */
function addResult(results: GrowthResult[], result: GrowthResult): void {
  const earlier = results.findIndex(({ engine, posts }) => engine === result.engine && posts === result.posts)
  if (earlier < 0) results.push(result)
  else results[earlier] = result
  results.sort((one, other) => one.engine.localeCompare(other.engine) || one.posts - other.posts)
}

async function measureEngine(
  engine: Engine,
  { posts, data, server: serverUrl }: GrowthFlags,
  onResult: (result: GrowthResult) => void,
): Promise<void> {
  const temporary = mkdtempSync(join(tmpdir(), 'roost-growth-'))
  const server = engine === 'postgresql' && serverUrl === null ? await startPostgresql() : null
  try {
    for (const count of posts) {
      const directory = join(resolve(data ?? temporary), String(count))
      mkdirSync(directory, { recursive: true })
      const url =
        engine === 'sqlite'
          ? `file:${directory}/roost.db`
          : await createDatabase(server?.url ?? String(serverUrl), count)
      console.error(`${engine}, ${count} posts …`)
      const load = loadavg()[0] ?? 0
      const measured = await runWorker({ ...settings(), DATA_DIR: directory, DATABASE_URL: url }, count)
      onResult({ ...measured, engine, load, machine: machine(), date: new Date().toISOString().slice(0, 10) })
      if (data === null) rmSync(directory, { recursive: true })
    }
  } finally {
    await server?.stop()
    rmSync(temporary, { recursive: true, force: true })
  }
}

/** Creates the database for a size if it does not exist. @returns its URL */
async function createDatabase(server: string, posts: number): Promise<string> {
  const url = new URL(server)
  const name = `growth_${posts}`
  await withConnection(server, async (connection) => {
    const found = await connection.rows('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (found.length === 0) await connection.execute(`CREATE DATABASE ${name}`)
  })
  url.pathname = `/${name}`
  return url.href
}

function runWorker(env: Record<string, string>, posts: number): Promise<WorkerResult> {
  const child = fork(workerPath, {
    cwd: root,
    env: { ...process.env, ...env, LOG_LEVEL: 'warn', GROWTH_POSTS: String(posts) },
    execArgv: ['--import', 'tsx'],
  })
  return new Promise((done, fail) => {
    child.once('message', (message) => done(message as WorkerResult))
    child.once('exit', () => fail(new Error('The process that measures ended early: see above.')))
  })
}

function report(results: GrowthResult[], { plans, markdown, svg }: GrowthFlags): void {
  const text = formatGrowth(results)
  console.log(text)
  const planText = formatPlans(results)
  if (plans === null) console.log(planText)
  else writeFileSync(plans, planText)
  if (svg !== null) writeFileSync(svg, drawGrowth(results))
  if (markdown === null) return
  const document = existsSync(markdown) ? readFileSync(markdown, 'utf8') : ''
  writeFileSync(markdown, insertResult(document, text, 'growth'))
}
