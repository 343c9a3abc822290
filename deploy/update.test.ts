import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { writeCommands } from './update-commands'

const script = fileURLToPath(new URL('update.sh', import.meta.url))

let directory: string
let port: number
/** The number of requests that come before the server has started, and how the shell runs the script. */
let [earlyRequests, run] = [0, '']
const at = (path: string) => join(directory, path)

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'roost-update-'))
  for (const name of ['source', 'home', 'bin']) mkdirSync(at(name))
  writeCommands(at('bin'))
  git('init', '--quiet', '--initial-branch=main')
  commit('1', { migrations: ['20260101000000_first'] })
  execFileSync('git', ['clone', '--quiet', at('source'), at('home/repository')])
  ;[earlyRequests, run] = [0, 'exec bash "$@"']
  // The server: healthy unless the current release has a file that says otherwise.
  const server = createServer((_request, response) => {
    earlyRequests -= 1
    response.statusCode = earlyRequests >= 0 || existsSync(at('home/current/unhealthy')) ? 503 : 200
    response.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
  writeFileSync(at('roost.env'), `PORT=${port}\n`)
  onTestFinished(() => {
    server.close()
    rmSync(directory, { recursive: true })
  })
})

function git(...args: string[]) {
  const identity = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.com']
  return execFileSync('git', ['-C', at('source'), ...identity, ...args], { encoding: 'utf8' })
}

/** Commits a version of the product. */
function commit(
  version: string,
  { migrations = [] as string[], fails = '', hangup = '', unhealthy = false, restarts = '0' } = {},
) {
  rmSync(at('source/unhealthy'), { force: true })
  const files = { version, fails, hangup, restarts }
  for (const [name, content] of Object.entries(files)) writeFileSync(at(`source/${name}`), content)
  if (unhealthy) writeFileSync(at('source/unhealthy'), '')
  for (const name of migrations) {
    mkdirSync(at(`source/prisma/migrations/sqlite/${name}`), { recursive: true })
    writeFileSync(at(`source/prisma/migrations/sqlite/${name}/migration.sql`), '')
  }
  git('add', '--all')
  git('commit', '--quiet', '--message', version)
}

/** Runs the script. Returns its exit code, its messages, and the steps it ran. */
async function update(...args: string[]) {
  rmSync(at('log'), { force: true })
  const env = {
    ...process.env,
    PATH: `${at('bin')}:${process.env.PATH}`,
    LOG: at('log'),
    ROOST_HOME: at('home'),
    ROOST_BACKUPS: at('backups'),
    ROOST_SETTINGS: at('roost.env'),
    ROOST_LOCK: at('lock'),
    ROOST_UPDATE_LOG: at('update.log'),
    ROOST_HEALTH_TIMEOUT: '2',
  }
  // A strict umask, as administrators set it, and a process group of its own, which the signal of a lost connection reaches.
  const command = ['-c', `umask 077; ${run}`, 'sh', script, ...args]
  const child = spawn('bash', command, { env, detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
  const [[code], stderr] = await Promise.all([once(child, 'close'), text(child.stderr)])
  const steps = existsSync(at('log')) ? readFileSync(at('log'), 'utf8').trim().split('\n') : []
  return { code, errors: stderr, steps: steps.map((line) => line.replace(/before-\S+/, 'ARCHIVE')) }
}

const previousRelease = () => readFileSync(at('home/current/.previous-release'), 'utf8').trim()
const currentVersion = () => readFileSync(at('home/current/version'), 'utf8')
const stop = 'systemctl stop roost-web roost-worker'
const start = 'systemctl start roost-web roost-worker'
const backUp = (version: string) => `backup ${version} --to ${at('backups')}/ARCHIVE`

test('builds, stops, backs up, migrates and starts, and keeps the previous release [DEP-03]', async () => {
  expect(await update()).toEqual({ code: 0, errors: '', steps: ['build 1', stop, 'db 1 upgrade', start] })
  expect(currentVersion()).toBe('1')

  for (const version of ['2', '3']) {
    commit(version)
    const steps = [
      `build ${version}`,
      stop,
      backUp(String(Number(version) - 1)),
      `db ${version} upgrade`,
      start,
    ]
    expect(await update()).toEqual({ code: 0, errors: '', steps })
    expect(currentVersion()).toBe(version)
  }
  const kept = readdirSync(at('home/releases'))
  expect(kept.map((name) => readFileSync(at(`home/releases/${name}/version`), 'utf8')).sort()).toEqual([
    '2',
    '3',
  ])
  expect(readdirSync(at('home/assets/_next/static')).sort()).toEqual(['1.js', '2.js', '3.js'])
  expect(readlinkSync(at('home/current/.env'))).toBe(at('roost.env'))
})

test('lets nginx read the assets [DEP-01]', async () => {
  await update()
  const modes = ['', '/1.js'].map((path) => statSync(at(`home/assets/_next/static${path}`)).mode & 0o777)
  expect(modes).toEqual([0o755, 0o644])
})

test('keeps its lock outside the directories of the user, and refuses a second update [DEP-03]', async () => {
  await update()
  expect(readdirSync(at('home')).sort()).toEqual(['assets', 'current', 'releases', 'repository'])
  const other = spawn('flock', [at('lock'), 'sh', '-c', 'echo locked; cat'])
  await once(other.stdout, 'data')
  expect(await update()).toEqual({ code: 1, errors: 'ERROR: Another update is running.\n', steps: [] })
  other.stdin.end()
  await once(other, 'close')
})

test('installs a tag, and names one that does not exist [DEP-03]', async () => {
  git('tag', 'v1')
  commit('2')
  expect(await update('v1')).toMatchObject({ code: 0 })
  expect(currentVersion()).toBe('1')
  expect(await update('v9')).toMatchObject({
    code: 1,
    errors: 'ERROR: There is no branch, tag or commit v9.\n',
    steps: [],
  })
})

test('changes nothing when the build fails [DEP-03]', async () => {
  await update()
  commit('2', { fails: 'build' })
  const { code, errors, steps } = await update()
  expect([code, errors, steps]).toEqual([1, 'ERROR: The build failed. Nothing was changed.\n', ['build 2']])
  expect(currentVersion()).toBe('1')
  expect(readdirSync(at('home/releases'))).toHaveLength(1)
})

test.each([
  ['the new release does not become healthy', { unhealthy: true }, ['db 2 upgrade', start], 'No answer from'],
  [
    'systemd restarts the new release again and again',
    { unhealthy: true, restarts: '3' },
    ['db 2 upgrade', start],
    'The server ends again and again.',
  ],
  ['a migration fails', { fails: 'db-upgrade' }, ['db 2 upgrade'], ''],
])('returns to the previous release when %s [DEP-03]', async (_case, fault, failing, reason) => {
  await update()
  const running = basename(readlinkSync(at('home/current')))
  commit('2', { ...fault, migrations: ['20260202000000_second'] })
  const { code, errors, steps } = await update()
  expect([code, errors]).toEqual([1, expect.stringContaining(reason)])
  expect(errors).toMatch(new RegExp(`ERROR: ${running} runs again. Its backup is \\S+\\.tar\\.gz\\n$`))
  const undo = [stop, 'db 2 downgrade --to 20260101000000_first --yes', start]
  expect(steps).toEqual(['build 2', stop, backUp('1'), ...failing, ...undo])
  expect(currentVersion()).toBe('1')
})

test('installs a release that repairs one that systemd has restarted again and again [DEP-03]', async () => {
  await update()
  writeFileSync(at('log.restarts'), '541')
  commit('2')
  earlyRequests = 1
  expect(await update()).toMatchObject({ code: 0, errors: '' })
  expect(currentVersion()).toBe('2')
})

test('returns to the previous release on request [DEP-03]', async () => {
  await update()
  expect(await update('--rollback')).toMatchObject({
    code: 1,
    errors: 'ERROR: There is no previous release.\n',
  })
  commit('2', { migrations: ['20260202000000_second'] })
  await update()
  const { code, steps } = await update('--rollback')
  expect([code, steps]).toEqual([0, [stop, 'db 2 downgrade --to 20260101000000_first --yes', start]])
  expect(currentVersion()).toBe('1')
})

test.each([
  ['the migrations cannot be reverted', { fails: 'db-downgrade' }, false],
  ['the previous release does not become healthy', {}, true],
])('stays with the current release when %s [DEP-03]', async (_case, fault, isUnhealthy) => {
  await update()
  commit('2', { ...fault, migrations: ['20260202000000_second'] })
  await update()
  if (isUnhealthy) writeFileSync(join(previousRelease(), 'unhealthy'), '')
  const running = basename(readlinkSync(at('home/current')))
  const { code, errors, steps } = await update('--rollback')
  expect(code).toBe(1)
  expect(errors).toMatch(new RegExp(`The return failed\\.\nERROR: ${running} runs again\\.\n$`))
  const tried = [stop, 'db 2 downgrade --to 20260101000000_first --yes', ...(isUnhealthy ? [start] : [])]
  expect(steps).toEqual([...tried, stop, 'db 2 upgrade', start])
  expect(currentVersion()).toBe('2')
})

test.each([
  ['an update', 'db-upgrade', [], '1', [stop, 'db 2 downgrade --to 20260101000000_first --yes', start]],
  ['a return', 'db-downgrade', ['--rollback'], '2', [stop, 'db 2 upgrade', start]],
])('starts the release from before %s that a lost connection has interrupted [DEP-03]', async (...given) => {
  const [_case, hangup, args, version, recovery] = given
  await update()
  commit('2', { hangup, migrations: ['20260202000000_second'] })
  const first = await update()
  const { code, errors, steps } = args.length > 0 ? await update(...args) : first
  expect(code).toBe(1)
  expect(errors).toContain(`Interrupted. The rest of the output is in ${at('update.log')}.\n`)
  expect(steps.slice(-recovery.length)).toEqual(recovery)
  expect(readFileSync(at('update.log'), 'utf8')).toContain(' runs again.')
  expect(currentVersion()).toBe(version)
})

test('starts the release from before an update whose output can no longer be written [DEP-03]', async () => {
  await update()
  commit('2')
  run = 'set -o pipefail; bash "$@" | head -n 2'
  expect(await update()).toMatchObject({ code: 1, errors: expect.stringContaining('Interrupted.') })
  expect(readFileSync(at('update.log'), 'utf8')).toContain(' runs again.')
  expect(currentVersion()).toBe('1')
})
