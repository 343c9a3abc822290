import { randomUUID } from 'node:crypto'
import { changeRows, readValue } from './database'
import type { Account } from './plain-http'

/** A time as Prisma writes it to SQLite. */
const timeOf = (date: Date) => date.toISOString().replace('Z', '+00:00')

/** Makes a member an administrator, as `npm run admin -- grant` does. */
export function makeAdmin({ username }: Account): void {
  changeRows("UPDATE users SET role = 'admin' WHERE username = ?", username)
}

/**
 * Inserts a mail that failed permanently.
 * @param to its recipient, who gets it when the job runs again
 * @returns the id of the job
 */
export function insertFailedMail(to: string, lastError: string, failedAt = new Date()): string {
  const id = randomUUID()
  const payload = JSON.stringify({ to, subject: 'Hello again', text: 'Hello\n' })
  const at = timeOf(failedAt)
  changeRows(
    `INSERT INTO jobs (id, kind, payload, attempts, starts, run_at, created_at, failed_at, last_error)
     VALUES (?, 'mail', ?, 12, 12, ?, ?, ?, ?)`,
    ...[id, payload, at, at, at, lastError],
  )
  return id
}

/** Whether there is a job with this id. */
export function jobExists(id: string): boolean {
  return readValue('SELECT COUNT(*) FROM jobs WHERE id = ?', id) === 1
}
