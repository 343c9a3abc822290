import type { JobState } from '../jobs/counts'
import { redactSecrets } from '../log/redact'

/** Numbers of jobs. A recurring job that runs counts as both. */
export type JobCounts = Record<JobState, number>

export type FailedJobView = {
  id: string
  kind: string
  /** Runs that ended with an error; 0 when the process ended in every run. */
  attempts: number
  createdAt: Date
  failedAt: Date
  /** The message of the last error, without secrets; null when none was recorded. */
  reason: string | null
}

export type FailedJobRow = {
  id: string
  kind: string
  attempts: number | bigint
  enqueuedAt: Date
  /** The time of the failure, by which the list is ordered. */
  createdAt: Date
  lastError: string | null
}

/** An email address; the group is its domain. */
const address = /[^\s<>"'(),;:@]+@([^\s<>"'(),;:@]+)/g

export function toFailedJobView(row: FailedJobRow): FailedJobView {
  const { id, kind, enqueuedAt, createdAt, lastError } = row
  // The domain is enough to find out which mail server rejects mails.
  const reason = lastError && redactSecrets(lastError).replace(address, '…@$1')
  return { id, kind, attempts: Number(row.attempts), createdAt: enqueuedAt, failedAt: createdAt, reason }
}
