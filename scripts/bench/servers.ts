import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { allocatorSettings } from '../allocator.mjs'
import { heapArguments } from '../heap.mjs'
import { root } from '../settings.mjs'
import { unusedPort } from '../unused-port.mjs'

export type Server = { origin: string; pid: number; stop: () => Promise<void> }

/** Milliseconds. */
const startTimeout = 60_000

/** Builds and migrates if necessary, without serving. Reports on standard error. */
export async function prepareProduct(env: Record<string, string>, checkout = root): Promise<void> {
  const child = spawn(process.execPath, ['scripts/start.mjs', '--no-serve'], {
    cwd: checkout,
    env: { ...env, NODE_ENV: 'production' },
    stdio: ['ignore', process.stderr, process.stderr],
  })
  const code = await new Promise<number | null>((done) => child.once('exit', done))
  if (code !== 0) throw new Error('The preparation of the product failed: see above.')
}

/** Starts the product as in production. */
export function startProduct(env: Record<string, string>, processes = 2, checkout = root): Promise<Server> {
  const args = [...heapArguments(env), 'scripts/server.mjs']
  return start(args, { ...allocatorSettings, ...env }, processes, checkout)
}

/** Starts the limit server with two processes. */
export function startLimitServer(env: Record<string, string>): Promise<Server> {
  return start(['scripts/bench/limit-server.mjs'], env, 2, root)
}

/** A server sends "ready" over its IPC channel, and ends when the channel closes. */
async function start(
  args: string[],
  settings: Record<string, string>,
  processes: number,
  checkout: string,
): Promise<Server> {
  const port = await unusedPort()
  const child = spawn(process.execPath, args, {
    cwd: checkout,
    env: {
      ...settings,
      ...{ NODE_ENV: 'production', HOST: 'localhost' },
      ...{ PORT: String(port), WEB_CONCURRENCY: String(processes) },
    },
    stdio: ['ignore', process.stderr, process.stderr, 'ipc'],
  })
  await waitUntilReady(child, args.at(-1) as string)
  const ended = new Promise((done) => child.once('exit', done))
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  return { origin: `http://localhost:${port}`, pid: child.pid as number, stop }
}

function waitUntilReady(child: ChildProcess, script: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`${script} was not ready within ${startTimeout / 1000} s.`))
    }, startTimeout)
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

/** The ids of a process and its descendants; empty without /proc. */
export function processTree(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`)
  return children === null
    ? []
    : [
        pid,
        ...children
          .split(' ')
          .filter(Boolean)
          .flatMap((child) => processTree(Number(child))),
      ]
}

/** The CPU time of all processes of a server in milliseconds; null without /proc. */
export function cpuTime(server: Server): number | null {
  const pids = processTree(server.pid)
  return pids.length === 0 ? null : pids.reduce((sum, pid) => sum + cpuTicks(pid) * 10, 0)
}

/** User and system time in hundredths of a second, the unit of Linux on every platform of Node (proc(5)). */
function cpuTicks(pid: number): number {
  const text = read(`/proc/${pid}/stat`) ?? ''
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0)
}

/** The resident memory of each web process in MB, without the supervisor. */
export function webMemory(server: Server): number[] {
  return processTree(server.pid)
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
