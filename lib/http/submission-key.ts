import { randomUUID } from 'node:crypto'

/**
 * A random key for a form. A second submission with the same key has no effect. A UUID, because Node caches random bytes
 * for `randomUUID`: `randomBytes` took half a percent of the CPU time of a page.
 */
export function newSubmissionKey(): string {
  return randomUUID()
}
