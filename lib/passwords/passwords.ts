import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import bcrypt from 'bcryptjs'
import { Piscina } from 'piscina'
import { env } from '../env'
import { AppError } from '../errors'
import { limits } from '../limits'
import { log } from '../log/log'
import { countBytes } from '../text/code-points'

/** A hash of nothing anybody knows, at today's cost: comparing with it takes as long as with a member's own. */
let decoy: Promise<string> | undefined

const shared = globalThis as { roostPasswords?: Piscina }

// One core stays free for pages however many people log in at once.
function pool(): Piscina {
  shared.roostPasswords ??= new Piscina({
    filename: join(/* turbopackIgnore: true */ process.cwd(), 'lib/passwords/worker.mjs'),
    minThreads: 0,
    maxThreads: Math.max(1, availableParallelism() - 1),
    idleTimeout: 30_000,
    niceIncrement: 5,
  })
  return shared.roostPasswords
}

/** Milliseconds that a password may wait for its turn: a person still waits for the answer. */
const longestWait = 10_000

/** Milliseconds that bcryptjs takes at a cost, on one core of a small server (285 ms at cost 12, Node 20). */
const estimatedTime = (cost: number) => 285 * 2 ** (cost - 12)

/**
 * Bounds the queue by the time that it takes on this machine (ASVS 15.2.2). Every first use of a password asks this by
 * itself; a verb that does something else before asks at its start.
 * @throws AppError `busy`
 */
export function refuseWhenBusy(): void {
  const { queueSize, maxThreads, histogram } = pool()
  const waitAt = (milliseconds: number) => (queueSize / maxThreads) * milliseconds
  // Reading the histogram costs almost a millisecond, which a short queue does not need.
  if (waitAt(estimatedTime(env.BCRYPT_COST)) < longestWait / 10) return
  const measured = histogram.runTime.average
  if (waitAt(Number.isNaN(measured) ? estimatedTime(env.BCRYPT_COST) : measured) < longestWait) return
  log.warn({ event: 'password.queue-full', queued: queueSize }, 'too many passwords are waiting')
  throw new AppError('busy', 'password queue', { retryAfter: longestWait / 1000 })
}

/**
 * Hashes with bcrypt, salted, at BCRYPT_COST (12).
 * @param password At most 72 bytes, which its schema has made sure of.
 * @param options `admitted`: belongs to a request whose first password was accepted, so it is not refused any more.
 * @throws AppError `busy` when it would wait for too long.
 */
export async function hashPassword(password: string, { admitted = false } = {}): Promise<string> {
  if (!admitted) refuseWhenBusy()
  return pool().run({ password, cost: env.BCRYPT_COST }, { name: 'hash' })
}

/**
 * Compares a password with a hash. Without a hash (unknown member, or one who has no password) it spends the same
 * time and answers false, so that nobody learns from the clock who is a member (ASVS 6.3.8).
 * @throws AppError `busy` when it would wait for too long.
 */
export async function verifyPassword(password: string, digest: string | null): Promise<boolean> {
  refuseWhenBusy()
  decoy ??= hashPassword(crypto.randomUUID(), { admitted: true }).catch((error) => {
    decoy = undefined
    throw error
  })
  const matches = await pool().run({ password, digest: digest ?? (await decoy) }, { name: 'compare' })
  // bcrypt would take 72 right bytes for the whole of a longer password.
  return matches && digest !== null && countBytes(password) <= limits.password.maxBytes
}

/** Whether a hash was made at a lower cost than today's and should be made anew at the next log-in. */
export const needsRehash = (digest: string): boolean => bcrypt.getRounds(digest) < env.BCRYPT_COST

/** Ends the worker threads and what waits for them; for scripts and tests that must end. */
export async function closePasswords(): Promise<void> {
  const open = shared.roostPasswords
  delete shared.roostPasswords
  await open?.destroy()
}
