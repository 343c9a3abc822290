import { availableParallelism } from 'node:os'
import bcrypt from 'bcryptjs'
import type { Piscina } from 'piscina'
import { env } from '../env'
import { AppError } from '../errors'
import { log } from '../log/log'
import { countBytes } from '../text/code-points'
import { digestPassword, formatHash, parseHash } from './hash-format'
import { normalizePassword } from './normalize-password'
import { closeStrengthThread } from './strength-thread'
import { createPool } from './thread-pool'

/** Number of bytes that bcrypt reads of its input. */
const bcryptBytes = 72

/** A hash of a random password at the current cost. Comparing with it takes as long as with the hash of a user. */
let decoy: Promise<string> | undefined

const shared = globalThis as { roostPasswords?: Piscina }

// Leaves one core for pages, regardless of the number of concurrent log-ins. On the other cores, pages have priority: with
// the nice value of worker.cjs, a thread that competes with a page gets a tenth of the core, so log-ins still make progress.
function pool(): Piscina {
  shared.roostPasswords ??= createPool({
    filename: 'worker.cjs',
    maxThreads: Math.max(1, availableParallelism() - 1),
    idleTimeout: 30_000,
    onFailure: () => delete shared.roostPasswords,
  })
  return shared.roostPasswords
}

/** Maximum wait in the queue, in milliseconds: the user is waiting for the response. */
const maxWait = 10_000

/** Duration of bcryptjs in milliseconds at a cost, on one core of a small server (285 ms at cost 12, Node 20). */
const estimatedTime = (cost: number) => 285 * 2 ** (cost - 12)

/**
 * Refuses work that would wait too long in the queue (ASVS 15.2.2). `hashPassword` and `verifyPassword` call this;
 * a mutation that does other work before them calls it first.
 * @throws AppError `busy`
 */
export function refuseWhenBusy(): void {
  const { queueSize, maxThreads, histogram } = pool()
  const waitAt = (milliseconds: number) => (queueSize / maxThreads) * milliseconds
  // Reading the histogram costs almost a millisecond, which a short queue does not need.
  if (waitAt(estimatedTime(env.BCRYPT_COST)) < maxWait / 10) return
  const measured = histogram.runTime.average
  if (waitAt(Number.isNaN(measured) ? estimatedTime(env.BCRYPT_COST) : measured) < maxWait) return
  log.warn({ event: 'password.queue-full', queued: queueSize }, 'too many passwords are waiting')
  throw new AppError('busy', 'password queue', { retryAfter: maxWait / 1000 })
}

/**
 * Hashes a password of any script and length: bcrypt, salted, at BCRYPT_COST (12), over base64(SHA-384(NFKC)).
 * @param password Its schema bounds the length (limits.password).
 * @param options `admitted`: belongs to a request whose first password was accepted, so this one is not refused.
 * @returns The hash with its prefix, 74 characters (lib/passwords/hash-format.ts).
 * @throws AppError `busy` when it would wait too long.
 */
export async function hashPassword(password: string, { admitted = false } = {}): Promise<string> {
  if (!admitted) refuseWhenBusy()
  const job = { password: digestPassword(password), cost: env.BCRYPT_COST }
  return formatHash(await pool().run(job, { name: 'hash' }))
}

/**
 * Compares a password with a hash. Without a hash (unknown user, or user without a password) it takes the same
 * time and returns false, so that the response time does not reveal which accounts exist (ASVS 6.3.8).
 * @throws AppError `busy` when it would wait too long.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  refuseWhenBusy()
  decoy ??= hashPassword(crypto.randomUUID(), { admitted: true }).catch((error) => {
    decoy = undefined
    throw error
  })
  const { bcrypt: digest, digested } = parseHash(stored ?? (await decoy))
  const normal = normalizePassword(password)
  // A hash without prefix may be of the text before normalization. The number of comparisons depends on the input only.
  const forms = normal === password ? [normal] : [normal, password]
  for (const form of forms) {
    const input = digested ? digestPassword(form) : form
    const matches = await pool().run({ password: input, digest }, { name: 'compare' })
    // bcrypt accepts a longer password that starts with the 72 bytes of a hash without prefix.
    if (matches && stored !== null && countBytes(input) <= bcryptBytes) return true
  }
  return false
}

/** Whether a hash has no prefix or a lower cost than BCRYPT_COST. It is then replaced at the next log-in. */
export function needsRehash(stored: string): boolean {
  const { bcrypt: digest, digested } = parseHash(stored)
  return !digested || bcrypt.getRounds(digest) < env.BCRYPT_COST
}

/** Terminates the worker threads and rejects queued work, so that a script or test can exit. */
export async function closePasswords(): Promise<void> {
  const open = shared.roostPasswords
  delete shared.roostPasswords
  await Promise.all([open?.destroy(), closeStrengthThread()])
}
