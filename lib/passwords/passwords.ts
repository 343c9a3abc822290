import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import bcrypt from 'bcryptjs'
import { Piscina } from 'piscina'
import { env } from '../env'
import { limits } from '../limits'
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

/**
 * Hashes with bcrypt, salted, at BCRYPT_COST (12).
 * @param password At most 72 bytes, which its schema has made sure of.
 */
export function hashPassword(password: string): Promise<string> {
  return pool().run({ password, cost: env.BCRYPT_COST }, { name: 'hash' })
}

/**
 * Compares a password with a hash. Without a hash (unknown member, or one who has no password) it spends the same
 * time and answers false, so that nobody learns from the clock who is a member (ASVS 6.3.8).
 */
export async function verifyPassword(password: string, digest: string | null): Promise<boolean> {
  decoy ??= hashPassword(crypto.randomUUID()).catch((error) => {
    decoy = undefined
    throw error
  })
  const matches = await pool().run({ password, digest: digest ?? (await decoy) }, { name: 'compare' })
  // bcrypt would take 72 right bytes for the whole of a longer password.
  return matches && digest !== null && countBytes(password) <= limits.password.maxBytes
}

/** Whether a hash was made at a lower cost than today's and should be made anew at the next log-in. */
export const needsRehash = (digest: string): boolean => bcrypt.getRounds(digest) < env.BCRYPT_COST

/** Ends the worker threads; for scripts and tests that must end. */
export const closePasswords = async (): Promise<void> => shared.roostPasswords?.destroy()
