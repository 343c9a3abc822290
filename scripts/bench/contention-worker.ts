// One of the processes (or worker threads) of the contention benchmark: members who write and read all at once,
// through the functions that pages and actions call. contention.test.ts runs it as well.

import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { parentPort } from 'node:worker_threads'
import type { Viewer } from '../../lib/viewer-type'
import type { Outcome, Task } from './contention-crowd'

const pageSize = 25

const task = await received<Task>()
const { closeDatabase } = await import('../../lib/db/db')
const { exploreFeed, homeFeed } = await import('../../lib/feeds/queries')
const { createPost } = await import('../../lib/posts/mutations')
const { viewersOf } = await import('./target')

const known = new Map((await viewersOf([...new Set(task.members)])).map((viewer) => [viewer.id, viewer]))
const viewers = task.members.map((id) => known.get(id) as Viewer)
const start = received()
await send('ready')
await start
await send(await run())
await closeDatabase()
if (!parentPort) process.disconnect()

function received<T>(): Promise<T> {
  return new Promise((resolve) => (parentPort ?? process).once('message', resolve))
}

/** Waits until the message is out: a process that ends before takes it along. */
function send(message: unknown): Promise<void> {
  return new Promise((resolve) => {
    if (!parentPort) return process.send?.(message, () => resolve())
    parentPort.postMessage(message)
    resolve()
  })
}

async function run(): Promise<Outcome> {
  const end = performance.now() + task.seconds * 1000
  const outcome: Outcome = { writes: [], reads: [], errors: [], pause: 0 }
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  await Promise.all(
    viewers.flatMap((viewer) => [
      repeat(end, outcome.writes, outcome.errors, (count) => write(viewer, count)),
      repeat(end, outcome.reads, outcome.errors, (count) => read(viewer, count)),
    ]),
  )
  delay.disable()
  return { ...outcome, pause: delay.max / 1e6 }
}

function write(viewer: Viewer, count: number): Promise<unknown> {
  return createPost(viewer, { body: `Post ${count} of ${viewer.username} #contention` })
}

function read(viewer: Viewer, count: number): Promise<unknown> {
  return count % 2 === 0 ? homeFeed(viewer, null, pageSize) : exploreFeed(viewer, null, pageSize)
}

/** Does it at least once, and again until the time is over. Only what was acknowledged counts. */
async function repeat(
  end: number,
  times: number[],
  errors: string[],
  once: (count: number) => Promise<unknown>,
): Promise<void> {
  let count = 0
  do {
    const started = performance.now()
    // As between two requests: each comes in a turn of the event loop of its own, and has waited for it.
    await nextTurn()
    try {
      await once(count++)
      times.push(performance.now() - started)
    } catch (error) {
      errors.push(String(error))
    }
  } while (performance.now() < end)
}
