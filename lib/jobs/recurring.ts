import { db, transaction } from '../db/db'
import type { JobDefinition } from './definition'
import { enqueueJob } from './enqueue'

/** Prefix of the keys of recurring jobs. */
export const recurringPrefix = 'recurring:'

const keyOf = (kind: string) => recurringPrefix + kind

/** Writes the missing rows of recurring jobs. Idempotent, also in several processes at once. */
export async function ensureRecurringJobs(jobs: JobDefinition[]): Promise<void> {
  const recurring = jobs.filter(({ everyMinutes }) => everyMinutes)
  if (recurring.length === 0) return
  const keys = recurring.map(({ kind }) => keyOf(kind))
  const rows = await db.job.findMany({ where: { key: { in: keys } }, select: { key: true } })
  const known = new Set(rows.map(({ key }) => key))
  const missing = recurring.filter(({ kind }) => !known.has(keyOf(kind)))
  if (missing.length === 0) return
  await transaction(async (tx) => {
    for (const job of missing) await enqueueJob(tx, job, {}, { key: keyOf(job.kind) })
  })
}
