import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { unusedPort } from '../scripts/unused-port.mjs'
import { isCluster, needs } from './needs'
import { origin, serverOrigins } from './plain-http'
import { temporaryDirectory } from './temporary-directory'

export type OwnServer = {
  url: string
  dataDir: string
  /** The output so far, standard output and errors. */
  output: () => string
  kill: () => Promise<void>
  /** Leaves these pages first: the guard reports a script whose download the stop interrupts. Returns the exit code. */
  stop: (...pages: Page[]) => Promise<number>
}

/** Starts a separate server for one test, which the test may kill and restart; with the data of `dataDir` if given. */
export async function startOwnServer(dataDir = temporaryDirectory(), env = {}): Promise<OwnServer> {
  needs('own server')
  const port = await unusedPort()
  const url = `http://localhost:${port}`
  const { child, lines, ended } = run('scripts/start.mjs', { PORT: String(port), DATA_DIR: dataDir, ...env })
  await waitUntilHealthy(`${url}/api/health`, child)
  return {
    url,
    dataDir,
    output: () => lines.join(''),
    async kill() {
      process.kill(-(child.pid as number), 'SIGKILL')
      await ended
    },
    async stop(...pages) {
      await Promise.all(pages.map((page) => page.goto('about:blank')))
      child.kill('SIGTERM')
      return ended
    },
  }
}

export type SeveralProcesses = {
  url: string
  /** Where connections reach the processes; round-robin where one origin stands for several. */
  origins: string[]
  stop: () => Promise<number>
}

/** Starts a separate server with two processes; on a cluster, its servers, which run already and share Redis. */
export async function startSeveralProcesses(env = {}): Promise<SeveralProcesses> {
  if (isCluster) return { url: origin(), origins: serverOrigins(), stop: async () => 0 }
  const { url, stop } = await startOwnServer(undefined, { WEB_CONCURRENCY: '2', ...env })
  return { url, origins: [url, url], stop }
}

/** Runs a script that is expected to fail at its start. Returns its exit code and its error output. */
export async function runFailingScript(script: string, env: Record<string, string>) {
  needs('own server')
  const { errors, ended } = run(script, { PORT: String(await unusedPort()), ...env })
  return { code: await ended, errors: errors.join('') }
}

function run(script: string, env: Record<string, string>) {
  const child = spawn(process.execPath, [script], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    // The lowest cost in production: a sign-up or log-in takes a quarter of the processor time.
    env: { ...process.env, RATE_LIMITS: 'off', LOG_LEVEL: 'error', BCRYPT_COST: '10', ...env },
  })
  const lines: string[] = []
  const errors: string[] = []
  child.stdout.on('data', (chunk) => lines.push(String(chunk)))
  child.stderr.on('data', (chunk) => {
    lines.push(String(chunk))
    errors.push(String(chunk))
  })
  // When a test fails before it stops its server, the server is killed with the worker.
  const killNow = () => process.kill(-(child.pid as number), 'SIGKILL')
  process.once('exit', killNow)
  child.once('exit', () => process.off('exit', killNow))
  // Not `exit`: at `close` all output has been read.
  const ended = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? -1)))
  return { child, lines, errors, ended }
}

async function waitUntilHealthy(url: string, child: ChildProcess): Promise<void> {
  const until = Date.now() + 240_000
  while (Date.now() < until && child.exitCode === null) {
    const response = await fetch(url).catch(() => null)
    if (response?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(`the server did not start (exit code ${child.exitCode})`)
}
