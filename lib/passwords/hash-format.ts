import { createHash } from 'node:crypto'
import { normalizePassword } from './normalize-password'

/** The prefix of a stored hash of a digested password. Older hashes have none: bcrypt read the password itself. */
const prefix = 'bcrypt-sha384:'

/** A parsed hash. `digested` is false for a hash of the password itself, of which bcrypt read at most 72 bytes. */
type PasswordHash = { bcrypt: string; digested: boolean }

/**
 * The input of bcrypt for a password of any length and script: 64 characters without NUL. bcrypt reads at most 72 bytes
 * and stops at NUL (Provos and Mazières 1999).
 */
export function digestPassword(password: string): string {
  return createHash('sha384').update(normalizePassword(password)).digest('base64')
}

/** The stored form of a bcrypt hash of a digested password. */
export function formatHash(bcrypt: string): string {
  return prefix + bcrypt
}

/** Parses a stored hash with or without the prefix. */
export function parseHash(stored: string): PasswordHash {
  return stored.startsWith(prefix)
    ? { bcrypt: stored.slice(prefix.length), digested: true }
    : { bcrypt: stored, digested: false }
}
