// npm run bench -- pages: runs Lighthouse with its mobile settings on the main entry pages, as guest and as member. It exits
// with 1 when a score is below its minimum.

import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { findBrowser } from '../browser.mjs'
import { unusedPort } from '../unused-port.mjs'
import { categories, loadLighthouse, measurePage, type PageScores } from './lighthouse'
import { machine, table } from './report'
import { logIn } from './rows'
import { prepareProduct, startProduct } from './servers'
import { chooseTarget, deleteLeftovers, prepareTarget } from './target'

const usage = `npm run bench -- pages [flags]

  --page WORD   only pages whose name contains the word
  --runs N      measurements per page (3), of which the one with the median performance counts

Uses Chromium and Lighthouse, which is installed in ~/.cache/roost on the first run. Exits with 1 when performance is
below 95, or another score below 100.`

/** In the order of `categories`. */
const minimumScores = [95, 100, 100, 100]

const size = { users: 100, posts: 5000, follows: 50, seed: 1 }

type Page = { name: string; path: string; member: boolean }

/** Runs the command, prints the scores and sets the exit code. */
export async function pages(args: string[]): Promise<void> {
  const text = { type: 'string' } as const
  const options = { page: text, runs: text, help: { type: 'boolean' } } as const
  const { values } = parseArgs({ args, options })
  if (values.help) return console.log(usage)
  const runs = Number(values.runs ?? 3)
  if (!Number.isInteger(runs) || runs < 1)
    throw new Error(`--runs is "${values.runs}": expected a whole number from 1.`)
  const executablePath = findBrowser()
  if (!executablePath && !existsSync(chromium.executablePath()))
    throw new Error('Lighthouse needs Chromium: install it, or run npx playwright install chromium.')
  const env = chooseTarget('.data/bench-5000', true)
  await prepareProduct(env)
  const { lastPost } = await prepareTarget(env, size)
  const all: Page[] = [
    { name: 'welcome, guest', path: '/', member: false },
    { name: 'log in, guest', path: '/login', member: false },
    { name: 'explore, guest', path: '/explore', member: false },
    { name: 'explore, member', path: '/explore', member: true },
    { name: 'home, member', path: '/', member: true },
    { name: 'profile, member', path: '/users/bench2', member: true },
    { name: 'post, member', path: `/posts/${lastPost}`, member: true },
  ]
  const chosen = all.filter(({ name }) => name.includes(values.page ?? ''))
  if (chosen.length === 0) throw new Error(`--page is "${values.page}": no page has this in its name.`)
  const server = await startProduct(env, 1)
  try {
    const measured = await measureAll(chosen, { runs, origin: server.origin, executablePath })
    report(measured)
    if (measured.some(({ scores }) => scores.some(isBelowMinimum))) process.exitCode = 1
  } finally {
    await server.stop()
    await deleteLeftovers()
    await (await import('../../lib/db/db')).closeDatabase()
  }
}

const isBelowMinimum = (score: number, index: number) => score < (minimumScores[index] ?? 0)

async function measureAll(
  chosen: Page[],
  { runs, origin, executablePath }: { runs: number; origin: string; executablePath: string | undefined },
): Promise<(Page & PageScores)[]> {
  const lighthouse = await loadLighthouse()
  const cookie = await logIn(origin)
  const port = await unusedPort()
  const args = ['--no-sandbox', '--disable-quic', `--remote-debugging-port=${port}`]
  const browser = await chromium.launch({ executablePath, args })
  try {
    // Warms the caches of the server, as on a running site.
    for (const { path, member } of chosen) await fetch(origin + path, { headers: member ? { cookie } : {} })
    const measured: (Page & PageScores)[] = []
    for (const page of chosen) {
      console.error(`${page.name} …`)
      const options = { port, cookie: page.member ? cookie : '' }
      const results: PageScores[] = []
      for (let run = 0; run < runs; run++)
        results.push(await measurePage(lighthouse, origin + page.path, options))
      measured.push({ ...page, ...median(results) })
    }
    return measured
  } finally {
    await browser.close()
  }
}

/** The result with the median performance; the other scores are the same in every run. */
function median(results: PageScores[]): PageScores {
  const sorted = results.toSorted((a, b) => (a.scores[0] ?? 0) - (b.scores[0] ?? 0))
  return sorted[Math.floor((sorted.length - 1) / 2)] as PageScores
}

function report(measured: (Page & PageScores)[]): void {
  console.log(`${machine()}; ${new Date().toISOString().slice(0, 10)}.\n`)
  const kilobytes = (bytes: number) => (bytes / 1000).toFixed(1)
  const rows = measured.map(({ name, scores, script, html }) => [
    name,
    ...[...scores.map(String), kilobytes(script), kilobytes(html)],
  ])
  const head = ['page', ...categories, 'script kB', 'HTML kB']
  console.log(table(head, [...rows, ['floor', ...minimumScores.map(String), '', '']]))
  for (const { name, failed } of measured) for (const audit of failed) console.log(`\n${name}: ${audit}`)
}
