import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'

/**
 * What one process does: each of these members writes, and reads at the same time, again and again. A member who is
 * named twice does both twice at once.
 */
export type Task = { members: number[]; seconds: number }

/** Milliseconds of each acknowledged write and read, the texts of errors, and the event loop's longest pause. */
export type Outcome = { writes: number[]; reads: number[]; errors: string[]; pause: number }

type Place = 'process' | 'thread'
type Helper = { send: (message: unknown) => void; received: () => Promise<unknown>; ended: Promise<void> }

const root = fileURLToPath(new URL('../..', import.meta.url))
const script = fileURLToPath(new URL('contention-worker.ts', import.meta.url))

/** Node 20 reads TypeScript in a thread only when the thread itself asks for it. */
const threadScript = `import('tsx/esm/api').then(({ register }) => {
  register()
  return import(require('node:worker_threads').workerData)
})`

/**
 * Runs each task in a process or worker thread of its own, on the database that `env` names. All begin together.
 * @throws Error when one of them ends before its time
 */
export async function crowd(tasks: Task[], env: NodeJS.ProcessEnv, place: Place): Promise<Outcome[]> {
  const helpers = tasks.map(() => (place === 'process' ? startProcess(env) : startThread(env)))
  const answers = await allOf(helpers, (at) => tasks[at])
  if (answers.some((answer) => answer !== 'ready')) throw new Error('A worker did not get ready.')
  const outcomes = await allOf(helpers, () => 'go')
  await Promise.all(helpers.map(({ ended }) => ended))
  return outcomes as Outcome[]
}

/** Sends something to each, and waits for what each answers. */
function allOf(helpers: Helper[], message: (at: number) => unknown): Promise<unknown[]> {
  return Promise.all(
    helpers.map(({ send, received, ended }, at) => {
      const answer = received()
      send(message(at))
      const gone = ended.then(() => Promise.reject(new Error('A worker ended before its time: see above.')))
      return Promise.race([answer, gone])
    }),
  )
}

function startProcess(env: NodeJS.ProcessEnv): Helper {
  const child = fork(script, { cwd: root, env, execArgv: ['--import', 'tsx'] })
  return {
    send: (message) => child.send(message as object),
    received: () => new Promise((resolve) => child.once('message', resolve)),
    ended: new Promise((resolve) => child.once('exit', () => resolve())),
  }
}

function startThread(env: NodeJS.ProcessEnv): Helper {
  const thread = new Worker(threadScript, { eval: true, env, execArgv: [], workerData: script })
  return {
    send: (message) => thread.postMessage(message),
    received: () => new Promise((resolve) => thread.once('message', resolve)),
    ended: new Promise((resolve, reject) => {
      thread.once('exit', () => resolve())
      thread.once('error', reject)
    }),
  }
}
