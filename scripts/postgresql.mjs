// A temporary PostgreSQL server for tests: a cluster in a temporary directory, on a free port, without durability.
// As a module: const server = await startPostgresql(); … await server.stop()
// From the command line: node scripts/postgresql.mjs prints the URL and runs until Ctrl-C.

import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { unusedPort } from './unused-port.mjs'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
const isRoot = process.getuid?.() === 0

/**
 * Starts a server and waits until it accepts connections.
 * @returns {Promise<import('./postgresql.mjs').PostgresqlServer>}
 */
export async function startPostgresql() {
  const bin = findBinaries() ?? install()
  const owner = isRoot ? unprivilegedUser() : undefined
  const directory = mkdtempSync(join(tmpdir(), 'roost-postgresql-'))
  if (owner) chownSync(directory, owner.uid, owner.gid)
  chmodSync(directory, 0o700)

  const data = join(directory, 'data')
  const port = await unusedPort()
  // initdb and postgres refuse to run as root: they run as the user that owns the directory.
  const as = { cwd: directory, ...owner }
  try {
    execFileSync(
      join(bin, 'initdb'),
      ['-D', data, '-U', 'roost', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'],
      { ...as, stdio: 'pipe' },
    )
  } catch (error) {
    rmSync(directory, { recursive: true, force: true })
    throw new Error(`PostgreSQL's initdb failed: ${error.stderr?.toString().trim() || error.message}`)
  }

  const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200']
  const args = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', directory]
  // A file, not a pipe: a caller that is blocked in spawnSync would not read the pipe, and the server would block once
  // it is full.
  const log = join(directory, 'log')
  const logFile = openSync(log, 'w')
  let server
  let closed
  const launch = () => {
    server = spawn(join(bin, 'postgres'), [...args, ...settings.flatMap((setting) => ['-c', setting])], {
      ...as,
      stdio: ['ignore', 'ignore', logFile],
    })
    closed = new Promise((resolve) => server.once('close', resolve))
  }
  launch()

  const shutDown = async () => {
    // SIGINT is PostgreSQL's fast shutdown: it disconnects the clients.
    server.kill('SIGINT')
    await closed
  }
  const stop = async () => {
    process.off('exit', killNow)
    for (const signal of signals) process.off(signal, exitNow)
    await shutDown()
    closeSync(logFile)
    rmSync(directory, { recursive: true, force: true })
  }
  const killNow = () => {
    server.kill('SIGQUIT')
    // Its processes may still be writing.
    rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  }
  // A signal ends Node without the exit event, and the server would keep running.
  const exitNow = () => process.exit(1)
  process.once('exit', killNow)
  for (const signal of signals) process.once(signal, exitNow)

  const untilAccepting = async () => {
    const deadline = Date.now() + 30_000
    while (!accepts(bin, port)) {
      if (server.exitCode !== null || Date.now() > deadline) {
        const reason = readFileSync(log, 'utf8').slice(-4000).trim()
        await stop()
        throw new Error(`PostgreSQL did not start: ${reason}`)
      }
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  await untilAccepting()
  return {
    url: `postgresql://roost@127.0.0.1:${port}/postgres`,
    stop,
    shutDown,
    startAgain: () => {
      launch()
      return untilAccepting()
    },
    pid: () => server.pid,
  }
}

/** The directory of initdb and postgres: the newest version of Debian, or the one on the PATH. */
function findBinaries() {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const candidates = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(':'),
  ]
  return candidates.find(
    (path) => path && existsSync(join(path, 'initdb')) && existsSync(join(path, 'postgres')),
  )
}

function install() {
  const advice = 'install the package "postgresql" (Debian, Ubuntu) or put initdb and postgres on the PATH'
  if (!isRoot) throw new Error(`PostgreSQL is not installed and only root can install it: ${advice}.`)
  console.log('PostgreSQL is not installed: installing it with apt-get.')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    execFileSync('apt-get', ['update', '-q'], { env, stdio: 'inherit' })
    execFileSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'postgresql'], {
      env,
      stdio: 'inherit',
    })
  } catch {
    throw new Error(`PostgreSQL is not installed and apt-get could not install it: ${advice}.`)
  }
  const bin = findBinaries()
  if (!bin) throw new Error(`apt-get installed no PostgreSQL server: ${advice}.`)
  return bin
}

function unprivilegedUser() {
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag) => Number(execFileSync('id', [flag, name], { stdio: 'pipe' }).toString())
      return { uid: id('-u'), gid: id('-g') }
    } catch {
      // This user does not exist; try the next one.
    }
  }
  throw new Error(
    'PostgreSQL refuses to run as root, and there is no user "postgres" or "nobody" to run it as.',
  )
}

function accepts(bin, port) {
  try {
    execFileSync(join(bin, 'pg_isready'), ['-q', '-h', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const { url } = await startPostgresql()
    console.log(url)
  } catch (error) {
    console.error(`NO POSTGRESQL: ${error.message}`)
    process.exitCode = 1
  }
}
