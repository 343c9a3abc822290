import { createHash, randomBytes } from 'node:crypto'

/** Creates a session token: 256 random bits as 43 characters of base64url. Only the cookie contains it. */
export function newSessionToken(): string {
  return randomBytes(32).toString('base64url')
}

/** Whether a cookie value has the format of a session token. */
export function isSessionToken(value: string | undefined): value is string {
  return /^[A-Za-z0-9_-]{43}$/.test(value ?? '')
}

/** The hash of a session token, as stored in the database. */
export function hashSessionToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
