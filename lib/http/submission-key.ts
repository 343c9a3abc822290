import { randomBytes } from 'node:crypto'

/** A random key for a form. A second submission with the same key has no effect. */
export function newSubmissionKey(): string {
  return randomBytes(12).toString('base64url')
}
