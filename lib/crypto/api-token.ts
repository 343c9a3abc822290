import { createHash, randomBytes } from 'node:crypto'

/**
 * Creates an API token: a prefix by which secret scanners recognise it, and 256 random bits in hexadecimal, so that a
 * double click selects all of it.
 */
export function newApiToken(): string {
  return `roost_${randomBytes(32).toString('hex')}`
}

/** Whether a text has the format of an API token. */
export function isApiToken(text: string): boolean {
  return /^roost_[0-9a-f]{64}$/.test(text)
}

/** The hash of a token, as stored in the database. */
export function hashApiToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
