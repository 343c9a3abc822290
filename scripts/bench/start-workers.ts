import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'

/**
 * The work of one worker: each member writes and reads at the same time, repeatedly. A member who is listed twice does
 * both twice at the same time.
 */
export type Task = { members: number[]; seconds: number }

/** Latencies in milliseconds of successful writes and reads, messages of errors, and the longest event loop delay. */
export type Result = { writes: number[]; reads: number[]; errors: string[]; maxDelay: number }

type WorkerKind = 'process' | 'thread'
type WorkerHandle = {
  send: (message: unknown) => void
  receive: () => Promise<unknown>
  ended: Promise<void>
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const script = fileURLToPath(new URL('contention-worker.ts', import.meta.url))

/** A worker thread of Node 20 loads TypeScript only if it registers tsx itself. */
const threadScript = `import('tsx/esm/api').then(({ register }) => {
  register()
  return import(require('node:worker_threads').workerData)
})`

/**
 * Runs each task in its own process or worker thread, on the database that `env` names. All start at the same time.
 * @throws Error when a worker ends early
 */
export async function runWorkers(tasks: Task[], env: NodeJS.ProcessEnv, kind: WorkerKind): Promise<Result[]> {
  const workers = tasks.map(() => (kind === 'process' ? startProcess(env) : startThread(env)))
  const replies = await exchange(workers, (index) => tasks[index])
  if (replies.some((reply) => reply !== 'ready')) throw new Error('A worker did not become ready.')
  const results = await exchange(workers, () => 'go')
  await Promise.all(workers.map(({ ended }) => ended))
  return results as Result[]
}

/** Sends a message to each worker and waits for all replies. */
function exchange(workers: WorkerHandle[], message: (index: number) => unknown): Promise<unknown[]> {
  return Promise.all(
    workers.map(({ send, receive, ended }, index) => {
      const reply = receive()
      send(message(index))
      const endedEarly = ended.then(() => Promise.reject(new Error('A worker ended early: see above.')))
      return Promise.race([reply, endedEarly])
    }),
  )
}

function startProcess(env: NodeJS.ProcessEnv): WorkerHandle {
  const child = fork(script, { cwd: root, env, execArgv: ['--import', 'tsx'] })
  return {
    send: (message) => child.send(message as object),
    receive: () => new Promise((resolve) => child.once('message', resolve)),
    ended: new Promise((resolve) => child.once('exit', () => resolve())),
  }
}

function startThread(env: NodeJS.ProcessEnv): WorkerHandle {
  const thread = new Worker(threadScript, { eval: true, env, execArgv: [], workerData: script })
  return {
    send: (message) => thread.postMessage(message),
    receive: () => new Promise((resolve) => thread.once('message', resolve)),
    ended: new Promise((resolve, reject) => {
      thread.once('exit', () => resolve())
      thread.once('error', reject)
    }),
  }
}
