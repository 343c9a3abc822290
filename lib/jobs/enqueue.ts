import { randomUUID } from 'node:crypto'
import { Prisma, type Transaction, transaction } from '../db/db'
import type { JobDefinition } from './definition'
import { announceJobs } from './dispatch'

type Options = {
  /** Enqueues nothing while an unfinished job has the same key; at most 200 characters. */
  key?: string
  /** Not before this time; at once by default. */
  runAt?: Date
  /** A UUID that the caller has used already; random by default. */
  id?: string
}

/**
 * Writes a job in the transaction that needs it. Call `announceJobs` with the id after commit. Without it, the job waits
 * for the next poll.
 * @returns the id of the job, a UUID; null when an unfinished job has the same key
 */
export async function enqueueJob<Payload>(
  tx: Transaction,
  job: Pick<JobDefinition<Payload>, 'kind' | 'payload'>,
  payload: Payload,
  { key, runAt = new Date(), id = randomUUID() }: Options = {},
): Promise<string | null> {
  const json = JSON.stringify(job.payload.parse(payload))
  const now = new Date()
  const rows = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`
    INSERT INTO jobs (id, kind, payload, "key", run_at, created_at)
    VALUES (${id}, ${job.kind}, ${json}, ${key ?? null}, ${runAt}, ${now})
    ON CONFLICT ("key") DO NOTHING RETURNING id`)
  return rows[0]?.id ?? null
}

/** Writes a job in a separate transaction and announces it. */
export async function addJob<Payload>(
  job: JobDefinition<Payload>,
  payload: Payload,
  options: Options = {},
): Promise<string | null> {
  const id = await transaction((tx) => enqueueJob(tx, job, payload, options))
  announceJobs(id)
  return id
}
