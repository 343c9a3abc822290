// npm test: the check, unit and integration tests on both engines, the browser tests, and a smoke test on Node 24.
// npm test -- check | unit | e2e | node24 runs some of these steps.
// npm test -- --node 24 [unit | e2e] runs the unit and browser tests on another version of Node (other-node.mjs).
// npm test -- changed [REF] runs the check and the tests that depend on files changed since REF (default: HEAD). With the
// name of another branch as REF: on this branch.

import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { baseOf, browserRuns, changedFiles } from './changed-files.mjs'
import { createMemoryDirectory } from './memory-directory.mjs'
import { runOnNode } from './other-node.mjs'
import { checkNode, generateClients, install, root, runOrExplain, SetupError, settings } from './prepare.mjs'
import { installTestPrograms } from './test-programs.mjs'

const reports = mkdtempSync(join(tmpdir(), 'roost-reports-'))
const total = { passed: 0, failed: 0 }
/** Tests that use a database import at least one of these modules, directly or not. */
const databaseModules = ['lib/db/db.ts', 'scripts/db/migrations/upgrade.ts']
const steps = { check, unit, e2e, node24 }
/** The commit that `changed` compares with; undefined runs all tests. */
let base
/** Resolves when Node 24 is prepared, or could not be. */
let prepared

await runOrExplain(async () => {
  let chosen = process.argv.slice(2)
  if (chosen[0] === '--node') {
    const [, version = '', ...names] = chosen
    process.exit(
      await runOnNode(version, ['scripts/test.mjs', ...(names.length > 0 ? names : ['unit', 'e2e'])]),
    )
  }
  if (chosen[0] === 'changed') {
    base = baseOf(chosen[1] ?? 'HEAD')
    chosen = []
  }
  const unknown = chosen.find((name) => !Object.hasOwn(steps, name))
  if (unknown)
    throw new SetupError(
      `There is no step "${unknown}": choose from ${Object.keys(steps).join(', ')}, changed.`,
    )
  checkNode()
  if (chosen.length === 0 || chosen.includes('node24')) prepareNode24()
  await install({ development: true })
  await generateClients()
  for (const [name, step] of Object.entries(steps)) {
    if (chosen.length === 0 || chosen.includes(name)) await runStep(name, step)
  }
  rmSync(reports, { recursive: true, force: true })
  console.log(`${total.passed} passed, ${total.failed} failed`)
  // Not exitCode: a handle that a step left open must not keep this process alive.
  process.exit(total.failed > 0 ? 1 : 0)
})

/** Runs a step. One that cannot start, or fails without a failed test, counts as one failure. */
async function runStep(name, step) {
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
  installTestPrograms()
  // Not for the browser tests: a server refuses to store a secret in memory (scripts/settings.mjs).
  const directory = createMemoryDirectory()
  if (directory) process.env.TMPDIR = directory
  try {
    const sqlite = vitest('sqlite')
    const postgresql = await onPostgresql((url) => vitest('postgresql', url))
    return sqlite || postgresql
  } finally {
    if (directory) delete process.env.TMPDIR
  }
}

/** Passes a temporary server to `work`, or the one of TEST_POSTGRESQL_URL. */
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
  const args = ['--run', '--config', '.config/vitest.config.ts', '--reporter=default', '--reporter=json']
  if (base) args.push(`--changed=${base}`, '--passWithNoTests')
  // Tests without a database do not depend on the engine: they run once, with SQLite.
  else if (engine === 'postgresql') args.unshift('related', ...databaseModules)
  const status = run('node_modules/vitest/vitest.mjs', [...args, `--outputFile.json=${report}`], {
    TEST_ENGINE: engine,
    TEST_POSTGRESQL_URL: url,
  })
  const result = read(report)
  if (!result) return failure()
  const brokenFiles = result.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  )
  const failed = result.numFailedTests + brokenFiles.length
  count(result.numPassedTests, failed)
  // An error outside any test fails the run and no test.
  return status !== 0 && failed === 0 ? failure() : status
}

async function e2e() {
  if (!base) return playwright([])
  const runs = browserRuns(changedFiles(base), base)
  if (runs.length === 0) console.log('\nNo browser test depends on the changed files.')
  const statuses = []
  for (const args of runs) statuses.push(await playwright(args))
  return statuses.find((status) => status !== 0) ?? 0
}

/** The smoke test on Node 24 is for Linux only. It is skipped with `changed`, and on Node 24 or newer. */
function needsNode24() {
  return !base && process.platform === 'linux' && Number(process.versions.node.split('.')[0]) < 24
}

/**
 * Installs Node 24 and compiles native packages for it in parallel with the first steps, which leave a core idle while
 * they compile the same packages for this version. When it fails, the smoke test repeats it and reports the error.
 */
function prepareNode24() {
  if (!needsNode24()) return
  // Its input ends with this process, also when that is killed.
  const options = { cwd: root, stdio: ['pipe', 'ignore', 'ignore'], detached: true }
  const child = spawn(process.execPath, ['scripts/other-node.mjs', '24', '--until-input-ends'], options)
  prepared = new Promise((done) => child.once('close', done))
}

/** Smoke test on Node 24: start, sign-up and a post. */
async function node24() {
  if (!needsNode24()) return 0
  await prepared
  console.log('\nSmoke test on Node 24')
  const titles = 'signs up with one|shows a new post once'
  // With the same key the build of the browser tests is up to date there, too.
  const { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY } = settings()
  const runThere = (args, env) =>
    runOnNode('24', args, { env: { ...env, NEXT_SERVER_ACTIONS_ENCRYPTION_KEY }, withBuild: true })
  return playwright(['journeys', '--project=plain', '-g', titles], runThere)
}

/** @param runScript runs a script of this project with arguments and environment */
async function playwright(args, runScript = ([script, ...more], env) => run(script, more, env)) {
  const report = join(reports, 'e2e.json')
  rmSync(report, { force: true })
  const status = await runScript(['scripts/e2e.mjs', '--reporter=list,json', ...args], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  })
  const result = read(report)
  if (!result) return failure()
  count(result.stats.expected + result.stats.flaky, result.stats.unexpected)
  return status !== 0 && result.stats.unexpected === 0 ? failure() : status
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
