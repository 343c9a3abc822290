// npm run bench: measures the product and the limit server (limit-server.mjs) in one run on one machine. It only prints
// measurements and never fails for one. Other benchmarks: `npm run bench -- contention`, `streams` and `soak`.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Measurement, measureLoad } from './load'
import { readPageTemplates } from './page-templates'
import { machine, table } from './report'
import { logIn, type Row, rowsFor } from './rows'
import { prepareProduct, startLimitServer, startProduct, webMemory } from './servers'
import { chooseTarget, deleteLeftovers, prepareTarget, type Target } from './target'

const usage = `npm run bench [-- flags]
npm run bench -- contention [flags]   many concurrent writers and readers on both engines; see its own --help
npm run bench -- streams [flags]      many open event streams; see its own --help
npm run bench -- soak [flags]         30 minutes of members with open pages; see its own --help

  --seconds N      duration per row (8)
  --data DIR       data directory of the benchmark (.data/bench), filled by the seed when empty
  --sqlite         use SQLite in that directory even if DATABASE_URL is set; that of .env is never used
  --rows WORD      only rows whose name contains the word
  --markdown FILE  also write the table to a file`

type Settings = { seconds: number; data: string; sqlite: boolean; rows: string; markdown: string | undefined }
type Measured = { row: Row; product: Measurement; limit: Measurement }

try {
  const [command, ...args] = process.argv.slice(2)
  if (command === 'contention') await (await import('./contention')).contention(args)
  else if (command === 'streams') await (await import('./streams')).streams(args)
  else if (command === 'soak') await (await import('./soak')).soak(args)
  else await compare()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

async function compare(): Promise<void> {
  const settings = parseSettings()
  if (settings) await bench(settings)
  else console.log(usage)
}

function parseSettings(): Settings | null {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  const { values } = parseArgs({
    options: { seconds: text, data: text, sqlite: flag, rows: text, markdown: text, help: flag },
  })
  if (values.help) return null
  const seconds = Number(values.seconds ?? 8)
  if (!Number.isInteger(seconds) || seconds < 1)
    throw new Error(`--seconds is "${values.seconds}": expected a whole number from 1.`)
  const { data = '.data/bench', sqlite = false, rows = '', markdown } = values
  return { seconds, data, sqlite, rows, markdown }
}

async function bench(settings: Settings): Promise<void> {
  const env = chooseTarget(settings.data, settings.sqlite)
  await prepareProduct(env)
  const target = await prepareTarget(env, { users: 1000, posts: 100_000, follows: 50, seed: 1 })
  const product = await startProduct(env)
  try {
    const idle = webMemory(product)
    const cookie = await logIn(product.origin)
    const rows = (await rowsFor(product.origin, target, cookie)).filter(({ name }) =>
      name.includes(settings.rows),
    )
    const limitEnv = {
      ...env,
      DATABASE_URL: target.databaseUrl,
      LIMIT_TEMPLATES: join(env.DATA_DIR as string, 'limit-templates.json'),
    }
    const templates = await readPageTemplates(product.origin, rows)
    writeFileSync(limitEnv.LIMIT_TEMPLATES, JSON.stringify(templates))
    const limit = await startLimitServer(limitEnv)
    try {
      const measured: Measured[] = []
      for (const row of rows) {
        console.error(`${row.name} …`)
        measured.push({
          row,
          product: await measureLoad(product, row.request, settings.seconds),
          limit: await measureLoad(limit, row.request, settings.seconds),
        })
      }
      print(settings, target, measured, { idle, loaded: webMemory(product) })
    } finally {
      await limit.stop()
    }
  } finally {
    await product.stop()
    await deleteLeftovers()
    await (await import('../../lib/db/db')).closeDatabase()
  }
}

function print(
  settings: Settings,
  target: Target,
  measured: Measured[],
  memory: { idle: number[]; loaded: number[] },
) {
  const head =
    'request,req/s,p50 ms,p95 ms,CPU ms,KB,limit req/s,limit CPU ms,of limit,peer,floor,goal,failed'.split(
      ',',
    )
  const text = [
    `${target.posts} posts, ${target.users} members, ${target.engine}; ${machine()}; ${new Date().toISOString().slice(0, 10)}.`,
    `Two web processes, 20 connections, ${settings.seconds} s per row; the load generator shares the cores.`,
    '',
    table(head, measured.map(formatRow)),
    '',
    '`CPU ms` is the CPU time of all server processes per request; `failed` counts responses with another status.',
    `Memory of each web process: ${memory.idle.join(' and ') || '–'} MB idle, ${memory.loaded.join(' and ') || '–'} MB after the run.`,
  ].join('\n')
  console.log(text)
  if (settings.markdown) writeFileSync(settings.markdown, `${text}\n`)
}

function formatRow({ row, product, limit }: Measured): string[] {
  const target = (factor: number) => (row.peer === null ? '–' : `${Math.round(row.peer * factor)}`)
  return [
    row.name,
    product.rate.toFixed(0),
    product.p50.toFixed(1),
    product.p95.toFixed(1),
    product.cpu?.toFixed(2) ?? '–',
    product.kilobytes.toFixed(0),
    limit.rate.toFixed(0),
    limit.cpu?.toFixed(2) ?? '–',
    `${((100 * product.rate) / Math.max(1, limit.rate)).toFixed(0)} %`,
    row.peer === null ? '–' : String(row.peer),
    target(row.floor),
    target(row.goal),
    String(product.failures + limit.failures),
  ]
}
