import { db, Prisma } from '../db/db'
import { recurringPrefix } from './recurring'

export type JobState = 'waiting' | 'running' | 'recurring' | 'failed'

/**
 * The number of jobs in each state, in one query. A recurring job that runs counts twice: as running and as recurring.
 */
export async function countJobStates(now = new Date()): Promise<Record<JobState, number>> {
  const isRecurring = Prisma.sql`"key" LIKE ${`${recurringPrefix}%`}`
  const rows = await db.$queryRaw<Record<JobState, number | bigint>[]>`
    SELECT
      COUNT(CASE WHEN failed_at IS NOT NULL THEN 1 END) AS failed,
      COUNT(CASE WHEN failed_at IS NULL AND ${isRecurring} THEN 1 END) AS recurring,
      COUNT(CASE WHEN failed_at IS NULL AND locked_until > ${now} THEN 1 END) AS running,
      COUNT(CASE WHEN failed_at IS NULL AND ("key" IS NULL OR NOT ${isRecurring})
        AND (locked_until IS NULL OR locked_until <= ${now}) THEN 1 END) AS waiting
    FROM jobs`
  const { waiting = 0, running = 0, recurring = 0, failed = 0 } = rows[0] ?? {}
  return {
    waiting: Number(waiting),
    running: Number(running),
    recurring: Number(recurring),
    failed: Number(failed),
  }
}
