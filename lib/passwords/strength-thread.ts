import { join } from 'node:path'
import { Piscina } from 'piscina'
import { AppError } from '../errors'
import type { WeaknessReason } from './strength.mjs'

const shared = globalThis as { roostStrength?: Piscina }

// One thread of its own: the dictionaries take 50 MB, and are given back when nobody has chosen a password for a minute.
function pool(): Piscina {
  shared.roostStrength ??= new Piscina({
    filename: join(/* turbopackIgnore: true */ process.cwd(), 'lib/passwords/strength-worker.mjs'),
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: 60_000,
    niceIncrement: 5,
  })
  return shared.roostStrength
}

/** Passwords that may wait. At 60 ms each, the longest estimate, the last waits for nine seconds. */
const longestQueue = 150

/**
 * Estimates a password in a worker thread, so that no page waits for it.
 * @param password Normalized.
 * @param own Words of the member and the site, in lower case.
 * @throws AppError `busy` when too many wait already.
 */
export async function estimateWeakness(password: string, own: string[]): Promise<WeaknessReason | null> {
  if (pool().queueSize >= longestQueue) throw new AppError('busy', 'strength queue', { retryAfter: 10 })
  return pool().run({ password, own }, { name: 'estimate' })
}

/** Ends the thread; for scripts and tests that must end. */
export async function closeStrengthThread(): Promise<void> {
  return shared.roostStrength?.destroy()
}
