import type { Piscina } from 'piscina'
import { AppError } from '../errors'
import type { WeaknessReason } from './strength.mjs'
import { createPool } from './thread-pool'

const shared = globalThis as { roostStrength?: Piscina }

// One thread: the dictionaries take 160 MB, which are freed after a minute without work.
function pool(): Piscina {
  shared.roostStrength ??= createPool({
    filename: 'strength-worker.mjs',
    maxThreads: 1,
    idleTimeout: 60_000,
    onFailure: () => delete shared.roostStrength,
  })
  return shared.roostStrength
}

/** Maximum number of queued passwords. At 60 ms, the longest estimate, the last one waits nine seconds. */
const maxQueueLength = 150

/**
 * Estimates a password in a worker thread, so that it does not block other requests.
 * @param password normalized
 * @param own words related to the user or the site, in lower case
 * @throws AppError `busy` when the queue is full
 */
export async function estimateWeakness(password: string, own: string[]): Promise<WeaknessReason | null> {
  if (pool().queueSize >= maxQueueLength) throw new AppError('busy', 'strength queue', { retryAfter: 10 })
  return pool().run({ password, own }, { name: 'estimate' })
}

/** Terminates the thread, so that a script or test can exit. */
export async function closeStrengthThread(): Promise<void> {
  const open = shared.roostStrength
  delete shared.roostStrength
  await open?.destroy()
}
