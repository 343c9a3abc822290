// npm test: check, unit and integration tests on both engines, then the browser.
// npm test -- check | unit | e2e chooses; several may be named.

import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { browsers, findBrowser } from './browser.mjs'
import {
  build,
  checkNode,
  generateClients,
  install,
  isBuilt,
  root,
  runOrExplain,
  SetupError,
  settings,
} from './prepare.mjs'

const reports = mkdtempSync(join(tmpdir(), 'roost-reports-'))
const total = { passed: 0, failed: 0 }
const steps = { check, unit, e2e }

await runOrExplain(async () => {
  const chosen = process.argv.slice(2)
  const unknown = chosen.find((name) => !Object.hasOwn(steps, name))
  if (unknown)
    throw new SetupError(`There is no step "${unknown}": choose from ${Object.keys(steps).join(', ')}.`)
  checkNode()
  install('vitest')
  await generateClients()
  for (const [name, step] of Object.entries(steps)) {
    if (chosen.length === 0 || chosen.includes(name)) await attempt(name, step)
  }
  rmSync(reports, { recursive: true, force: true })
  console.log(`${total.passed} passed, ${total.failed} failed`)
  // Not exitCode: whatever a step left open must not keep the run from ending.
  process.exit(total.failed > 0 ? 1 : 0)
})

/** A step that cannot even run counts as one failure: the last line must never look better than the run was. */
async function attempt(name, step) {
  const failedBefore = total.failed
  try {
    const status = await step()
    if (status !== 0 && total.failed === failedBefore) total.failed += 1
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    console.error(`\nCANNOT RUN ${name}: ${error.message}\n`)
    total.failed += 1
  }
}

function check() {
  return run('scripts/check.mjs', [])
}

async function unit() {
  ensureRedis()
  const sqlite = vitest('sqlite')
  const postgresql = await onPostgresql((url) => vitest('postgresql', url))
  return sqlite || postgresql
}

/** The throw-away server, or the one that TEST_POSTGRESQL_URL names. */
async function onPostgresql(work) {
  if (process.env.TEST_POSTGRESQL_URL) return work(process.env.TEST_POSTGRESQL_URL)
  const { startPostgresql } = await import('./postgresql.mjs')
  const server = await startPostgresql().catch((error) => {
    throw new SetupError(error.message)
  })
  try {
    return await work(server.url)
  } finally {
    await server.stop()
  }
}

function vitest(engine, url = '') {
  console.log(`\nUnit and integration tests on ${engine}`)
  const report = join(reports, `${engine}.json`)
  const args = ['run', '--config', '.config/vitest.config.ts', '--reporter=default', '--reporter=json']
  const status = run('node_modules/vitest/vitest.mjs', [...args, `--outputFile.json=${report}`], {
    TEST_ENGINE: engine,
    TEST_POSTGRESQL_URL: url,
  })
  const result = read(report)
  if (!result) return failure()
  const broken = result.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  )
  count(result.numPassedTests, result.numFailedTests + broken.length)
  // An error outside any test fails the run and no test.
  return status !== 0 && result.numFailedTests + broken.length === 0 ? failure() : status
}

/** A port that nothing listens on, so that whatever else runs here does not matter. */
async function unusedPort() {
  const probe = createServer().listen(0)
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  return port
}

async function e2e() {
  ensureChromium()
  const env = settings()
  if (!isBuilt(env)) await build(env)
  const report = join(reports, 'e2e.json')
  const status = run(
    'node_modules/@playwright/test/cli.js',
    ['test', '-c', 'e2e/playwright.config.ts', '--reporter=list,json'],
    {
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      E2E_PORT: String(await unusedPort()),
      // Part of the build: a server in a data directory of its own must not think that the build is another's.
      NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY,
    },
  )
  const result = read(report)
  if (!result) return failure()
  count(result.stats.expected + result.stats.flaky, result.stats.unexpected)
  return status !== 0 && result.stats.unexpected === 0 ? failure() : status
}

function ensureChromium() {
  const advice = `the browser tests need Chromium: install the package ${browsers.join(' or ')}`
  ensureInstalled(findBrowser, browsers, advice)
}

function ensureRedis() {
  const found = () =>
    ['/usr/bin/redis-server', '/usr/local/bin/redis-server'].some((path) => existsSync(path))
  ensureInstalled(found, ['redis-server'], 'the tests of several machines need the package redis-server')
}

/** Installs the first package that brings what is looked for, where that may be done. */
function ensureInstalled(found, packages, advice) {
  if (found()) return
  if (process.getuid?.() !== 0) throw new SetupError(`${advice} (only root can do it from here).`)
  console.log(`Installing ${packages[0]} with apt-get.`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args) => spawnSync('apt-get', args, { env, stdio: 'inherit' })
  apt('update', '-q')
  for (const name of packages) {
    apt('install', '-y', '-q', '--no-install-recommends', name)
    if (found()) return
  }
  throw new SetupError(`${advice}; apt-get could not.`)
}

function run(script, args, env = {}) {
  const { status } = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
    stdio: 'inherit',
  })
  return status ?? 1
}

function read(report) {
  return existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined
}

function count(passed, failed) {
  total.passed += passed
  total.failed += failed
}

function failure() {
  total.failed += 1
  return 1
}
