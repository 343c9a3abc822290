import { join } from 'node:path'
import { Piscina } from 'piscina'
import { log } from '../log/log'

/**
 * Creates a pool of worker threads. A thread that fails while it starts would leave its tasks in the queue forever, and
 * Piscina would not start another one. Instead, all tasks of the pool are rejected.
 * @param options.filename a file in this directory
 * @param options.onFailure removes the reference to the pool, so that the next task is run by a new one
 */
export function createPool(options: {
  filename: string
  maxThreads: number
  /** In milliseconds. */
  idleTimeout: number
  onFailure: () => void
}): Piscina {
  const { filename, maxThreads, idleTimeout, onFailure } = options
  const path = join(/* turbopackIgnore: true */ process.cwd(), 'lib/passwords', filename)
  const pool = new Piscina({ filename: path, minThreads: 0, maxThreads, idleTimeout })
  return pool.on('error', (err) => {
    log.error({ event: 'password.thread-failed', err }, 'a thread for passwords failed')
    onFailure()
    void pool.destroy()
  })
}
