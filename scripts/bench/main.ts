// npm run bench: the product against the limit (limit-server.mjs), in one run on one machine. No test: it prints
// figures and never fails on a time. `npm run bench -- contention`, `streams` and `soak` are others.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { drive, type Figures } from './drive'
import { framesOf } from './frames'
import { machine, table } from './report'
import { logIn, type Row, rowsFor } from './rows'
import { prepareProduct, startLimit, startProduct, webMemory } from './servers'
import { chooseTarget, prepareTarget, removeLeftovers, type Target } from './target'

const usage = `npm run bench [-- flags]
npm run bench -- contention [flags]   many writers and readers at once on both engines; see its own --help
npm run bench -- streams [flags]      many open event streams; see its own --help
npm run bench -- soak [flags]         half an hour of members with open pages; see its own --help

  --seconds N      how long each row is driven (8)
  --data DIR       data directory of the benchmark (.data/bench), filled by the seed when empty
  --sqlite         SQLite in that directory, whatever DATABASE_URL says; the one in .env is never used
  --rows WORD      only rows whose name holds the word
  --markdown FILE  also writes the table there`

type Settings = { seconds: number; data: string; sqlite: boolean; rows: string; markdown: string | undefined }
type Measured = { row: Row; ours: Figures; limit: Figures }

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
  const settings = readSettings()
  if (settings) await bench(settings)
  else console.log(usage)
}

function readSettings(): Settings | null {
  const text = { type: 'string' } as const
  const mark = { type: 'boolean' } as const
  const { values } = parseArgs({
    options: { seconds: text, data: text, sqlite: mark, rows: text, markdown: text, help: mark },
  })
  if (values.help) return null
  const seconds = Number(values.seconds ?? 8)
  if (!Number.isInteger(seconds) || seconds < 1)
    throw new Error(`--seconds is "${values.seconds}": a whole number from 1 is wanted.`)
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
      LIMIT_FRAMES: join(env.DATA_DIR as string, 'limit-frames.json'),
    }
    writeFileSync(limitEnv.LIMIT_FRAMES, JSON.stringify(await framesOf(product.origin, rows)))
    const limit = await startLimit(limitEnv)
    try {
      const measured: Measured[] = []
      for (const row of rows) {
        console.error(`${row.name} …`)
        measured.push({
          row,
          ours: await drive(product, row.shot, settings.seconds),
          limit: await drive(limit, row.shot, settings.seconds),
        })
      }
      print(settings, target, measured, { idle, loaded: webMemory(product) })
    } finally {
      await limit.stop()
    }
  } finally {
    await product.stop()
    await removeLeftovers()
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
    'request,req/s,p50 ms,p95 ms,CPU ms,KB,limit req/s,limit CPU ms,of limit,peer,floor,goal,wrong'.split(',')
  const text = [
    `${target.posts} posts, ${target.users} members, ${target.engine}; ${machine()}; ${new Date().toISOString().slice(0, 10)}.`,
    `Two web processes, 20 connections, ${settings.seconds} s a row; the load generator shares the cores.`,
    '',
    table(head, measured.map(lineOf)),
    '',
    '`CPU ms` is the processor time of all server processes per request; `wrong` counts answers of another status.',
    `Memory of each web process: ${memory.idle.join(' and ') || '–'} MB idle, ${memory.loaded.join(' and ') || '–'} MB after the run.`,
  ].join('\n')
  console.log(text)
  if (settings.markdown) writeFileSync(settings.markdown, `${text}\n`)
}

function lineOf({ row, ours, limit }: Measured): string[] {
  const wanted = (times: number) => (row.peer === null ? '–' : `${Math.round(row.peer * times)}`)
  return [
    row.name,
    ours.rate.toFixed(0),
    ours.p50.toFixed(1),
    ours.p95.toFixed(1),
    ours.cpu?.toFixed(2) ?? '–',
    ours.kilobytes.toFixed(0),
    limit.rate.toFixed(0),
    limit.cpu?.toFixed(2) ?? '–',
    `${((100 * ours.rate) / Math.max(1, limit.rate)).toFixed(0)} %`,
    row.peer === null ? '–' : String(row.peer),
    wanted(row.floor),
    wanted(row.goal),
    String(ours.wrong + limit.wrong),
  ]
}
