import { createHash, randomBytes } from 'node:crypto'

/** A session id: 256 random bits as 43 characters of base64url. Only the cookie holds it. */
export const newSessionToken = (): string => randomBytes(32).toString('base64url')

/** Whether a cookie value can be a session id at all. */
export const isSessionToken = (value: string | undefined): value is string =>
  /^[A-Za-z0-9_-]{43}$/.test(value ?? '')

/** What the database stores of a session id. */
export const hashSessionToken = (token: string): string => createHash('sha256').update(token).digest('hex')
