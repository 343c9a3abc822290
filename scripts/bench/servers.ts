import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

export type Server = { origin: string; pid: number; stop: () => Promise<void> }

const root = fileURLToPath(new URL('../..', import.meta.url))
const readyWithin = 60_000

/** Builds and migrates if that is needed; nothing is served yet. */
export async function prepareProduct(env: Record<string, string>): Promise<void> {
  const child = spawn(process.execPath, ['scripts/start.mjs', '--no-serve'], {
    cwd: root,
    env: { ...env, NODE_ENV: 'production' },
    stdio: 'inherit',
  })
  const code = await new Promise<number | null>((done) => child.once('exit', done))
  if (code !== 0) throw new Error('The product did not get ready: see above.')
}

/** Starts the product as in production, with two web processes unless told otherwise. */
export const startProduct = (env: Record<string, string>, processes = 2): Promise<Server> =>
  start('scripts/server.mjs', env, processes)

/** Starts the limit server, also with two processes. */
export const startLimit = (env: Record<string, string>): Promise<Server> =>
  start('scripts/bench/limit-server.mjs', env)

/** A server says "ready" on its channel, and ends when the channel does. */
async function start(script: string, settings: Record<string, string>, processes = 2): Promise<Server> {
  const port = await freePort()
  const child = spawn(process.execPath, [script], {
    cwd: root,
    env: {
      ...settings,
      ...{ NODE_ENV: 'production', HOST: 'localhost' },
      ...{ PORT: String(port), WEB_CONCURRENCY: String(processes) },
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await ready(child, script)
  const ended = new Promise((done) => child.once('exit', done))
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  return { origin: `http://localhost:${port}`, pid: child.pid as number, stop }
}

function ready(child: ChildProcess, script: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`${script} was not ready within ${readyWithin / 1000} s.`))
    }, readyWithin)
    child.once('message', () => {
      clearTimeout(timer)
      resolve()
    })
    child.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`${script} ended with code ${code} before it was ready.`))
    })
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** The process and its children; empty where there is no /proc. */
export function family(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`)
  return children === null
    ? []
    : [
        pid,
        ...children
          .split(' ')
          .filter(Boolean)
          .flatMap((child) => family(Number(child))),
      ]
}

/** Milliseconds of processor time that the server's processes have spent, or null where there is no /proc. */
export function cpuTime(server: Server): number | null {
  const pids = family(server.pid)
  return pids.length === 0 ? null : pids.reduce((sum, pid) => sum + ticksOf(pid) * 10, 0)
}

/** User and system time in hundredths of a second, Linux's unit on every platform that Node runs on (proc(5)). */
function ticksOf(pid: number): number {
  const text = read(`/proc/${pid}/stat`) ?? ''
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0)
}

/** Memory in MB that each web process holds (RSS), without the one that only supervises. */
export function webMemory(server: Server): number[] {
  return family(server.pid)
    .slice(1)
    .map((pid) =>
      Math.round(Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${pid}/status`) ?? '')?.[1] ?? 0) / 1024),
    )
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
