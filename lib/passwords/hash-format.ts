import { createHash } from 'node:crypto'
import { normalizePassword } from './normalize-password'

/** Marks a hash of the digested password. Hashes without it are of the bare password, at most 72 bytes of it. */
const mark = 'bcrypt-sha384:'

/** A stored password hash: `bcrypt` as bcrypt writes it; `digested` tells whether it was given the digest. */
type PasswordHash = { bcrypt: string; digested: boolean }

/**
 * What bcrypt is given for a password of any length and script: 64 characters without NUL, of the 72 bytes that it
 * reads (Provos and Mazières 1999).
 */
export const digestPassword = (password: string): string =>
  createHash('sha384').update(normalizePassword(password)).digest('base64')

/** Writes a bcrypt hash of the digested password as it is stored. */
export const formatHash = (bcrypt: string): string => mark + bcrypt

/** Reads a stored hash of either form. */
export const parseHash = (stored: string): PasswordHash =>
  stored.startsWith(mark)
    ? { bcrypt: stored.slice(mark.length), digested: true }
    : { bcrypt: stored, digested: false }
