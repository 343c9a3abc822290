// A process (or worker thread) of the contention benchmark: members write and read concurrently, through the functions
// that pages and actions call. contention.test.ts runs it too.

import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { parentPort } from 'node:worker_threads'
import type { Viewer } from '../../lib/viewer'
import type { Result, Task } from './start-workers'

const pageSize = 25

const task = await receive<Task>()
const { closeDatabase } = await import('../../lib/db/db')
const { exploreFeed, homeFeed } = await import('../../lib/feeds/queries')
const { createPost } = await import('../../lib/posts/mutations')
const { viewersOf } = await import('./target')

const viewersById = new Map(
  (await viewersOf([...new Set(task.members)])).map((viewer) => [viewer.id, viewer]),
)
const viewers = task.members.map((id) => viewersById.get(id) as Viewer)
const start = receive()
await send('ready')
await start
await send(await run())
await closeDatabase()
if (!parentPort) process.disconnect()

function receive<T>(): Promise<T> {
  return new Promise((resolve) => (parentPort ?? process).once('message', resolve))
}

/** Waits until the message is sent, because a process that ends early loses it. */
function send(message: unknown): Promise<void> {
  return new Promise((resolve) => {
    if (!parentPort) return process.send?.(message, () => resolve())
    parentPort.postMessage(message)
    resolve()
  })
}

async function run(): Promise<Result> {
  const end = performance.now() + task.seconds * 1000
  const result: Result = { writes: [], reads: [], errors: [], maxDelay: 0 }
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  await Promise.all(
    viewers.flatMap((viewer) => [
      repeat(end, result.writes, result.errors, (count) => write(viewer, count)),
      repeat(end, result.reads, result.errors, (count) => read(viewer, count)),
    ]),
  )
  delay.disable()
  return { ...result, maxDelay: delay.max / 1e6 }
}

function write(viewer: Viewer, count: number): Promise<unknown> {
  return createPost(viewer, { body: `Post ${count} of ${viewer.username} #contention` })
}

function read(viewer: Viewer, count: number): Promise<unknown> {
  return count % 2 === 0 ? homeFeed(viewer, null, pageSize) : exploreFeed(viewer, null, pageSize)
}

/** Runs `work` at least once, and again until `end`. Adds the latency of each success and the message of each error. */
async function repeat(
  end: number,
  latencies: number[],
  errors: string[],
  work: (count: number) => Promise<unknown>,
): Promise<void> {
  let count = 0
  do {
    const started = performance.now()
    // Like a new request, each one starts in its own turn of the event loop and has waited for it.
    await nextTurn()
    try {
      await work(count++)
      latencies.push(performance.now() - started)
    } catch (error) {
      errors.push(String(error))
    }
  } while (performance.now() < end)
}
