import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createBenchCheckout } from './bench-build'
import { measureClicks } from './clicks'
import type { Flags } from './flags'
import { connections, warmUp } from './load'
import { readPageTemplates } from './page-templates'
import { machine } from './report'
import { type BenchResult, readPeer, readResult } from './result'
import { measureRow, type Round, type Servers, summarizeBare, summarizeRow } from './rounds'
import { bareRequest, logIn, type Row, rowNames, rowsFor } from './rows'
import { prepareProduct, type Server, startLimitServer, startProduct, webMemory } from './servers'
import { checkNode } from './settings.mjs'
import { formatResult, insertResult } from './tables'
import { chooseTarget, deleteLeftovers, prepareTarget, type Target, writeConversation } from './target'

/** For the bare page, before the first row. */
const warmUpSeconds = 3

/** Measures the product beside its baselines, and prints the result. */
export async function benchProduct(flags: Flags): Promise<void> {
  // Checked before minutes are spent on measurements.
  if (!rowNames.some((name) => name.includes(flags.rows)))
    throw new Error(
      `--rows is "${flags.rows}": expected a part of one of these names: ${rowNames.join('; ')}.`,
    )
  const peer = flags.peer === null ? null : readPeer(flags.peer, rowNames)
  const earlier = flags.compare === null ? null : readResult(flags.compare)
  const result = await measure(flags)
  const text = formatResult(result, { peer, earlier })
  console.log(flags.json ? JSON.stringify(result, null, 2) : text)
  if (flags.markdown === null) return
  const document = existsSync(flags.markdown) ? readFileSync(flags.markdown, 'utf8') : ''
  writeFileSync(flags.markdown, insertResult(document, text))
}

async function measure(flags: Flags): Promise<BenchResult> {
  checkNode()
  const checkout = createBenchCheckout()
  const env = chooseTarget(flags.data, flags.sqlite)
  await prepareProduct(env, checkout)
  // Enough posts of each member for a second page of the profile.
  const users = Math.min(1000, Math.floor(flags.posts / 50))
  const target = await prepareTarget(env, { users, posts: flags.posts, follows: 50, seed: 1 })
  await writeConversation()
  const product = await startProduct(env, 2, checkout)
  try {
    return await measureProduct(flags, target, product)
  } finally {
    await product.stop()
    await deleteLeftovers()
    await (await import('../../lib/db/db')).closeDatabase()
  }
}

async function measureProduct(flags: Flags, target: Target, product: Server): Promise<BenchResult> {
  const idle = webMemory(product)
  const cookie = await logIn(product.origin)
  const rows = await rowsFor(product.origin, target, cookie, flags.rows)
  const file = join(target.env.DATA_DIR as string, 'limit-templates.json')
  writeFileSync(file, JSON.stringify(await readPageTemplates(product.origin, target, rows)))
  const limit = await startLimitServer({
    ...target.env,
    DATABASE_URL: target.databaseUrl,
    LIMIT_TEMPLATES: file,
  })
  try {
    const measured = await measureRows(flags, { product, limit }, rows, cookie)
    const { seconds, rounds } = flags
    return {
      date: new Date().toISOString().slice(0, 10),
      machine: machine(),
      ...{ engine: target.engine, users: target.users, posts: target.posts },
      ...{ seconds, rounds, connections },
      bare: summarizeBare(measured.flatMap((row) => row.rounds)),
      rows: measured.map((row) => summarizeRow(row.row, row.rounds)),
      memory: { idle, loaded: webMemory(product) },
      clicks: await measureClicks(product.origin, cookie, rounds).catch(reportError),
    }
  } finally {
    await limit.stop()
  }
}

/** A failure in the browser must not discard the rows. */
function reportError(error: Error): [] {
  console.error(`The clicks were not measured: ${error.message}`)
  return []
}

async function measureRows(
  flags: Flags,
  servers: Servers,
  rows: Row[],
  cookie: string,
): Promise<{ row: Row; rounds: Round[] }[]> {
  const bare = await warmUp(servers.product, bareRequest(cookie), warmUpSeconds)
  const measured: { row: Row; rounds: Round[] }[] = []
  for (const row of rows) {
    console.error(`${row.name} …`)
    measured.push({ row, rounds: await measureRow(servers, row, bare, flags) })
  }
  return measured
}
