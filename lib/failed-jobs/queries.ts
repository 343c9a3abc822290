import { db, Prisma } from '../db/db'
import { keysetSql } from '../db/keyset'
import { recurringPrefix } from '../jobs/recurring'
import { type Cursor, type Page, toPage } from '../page'
import type { Admin } from '../viewer'
import { type FailedJobRow, type FailedJobView, type JobCounts, toFailedJobView } from './view'

/** The numbers of jobs by state, in one query. */
export async function countJobs(_admin: Admin, now = new Date()): Promise<JobCounts> {
  const isRecurring = Prisma.sql`"key" LIKE ${`${recurringPrefix}%`}`
  const rows = await db.$queryRaw<Record<keyof JobCounts, number | bigint>[]>`
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

/** The jobs that failed permanently, the most recent failure first. */
export async function listFailedJobs(
  _admin: Admin,
  cursor: Cursor<string> | null,
  size: number,
): Promise<Page<FailedJobView>> {
  const { after, orderBy } = keysetSql(cursor, Prisma.sql`failed_at`, Prisma.sql`id`)
  const rows = await db.$queryRaw<FailedJobRow[]>`
    SELECT id, kind, attempts, created_at AS "enqueuedAt", failed_at AS "createdAt", last_error AS "lastError"
    FROM jobs WHERE failed_at IS NOT NULL AND ${after}
    ORDER BY ${orderBy} LIMIT ${size + 1}`
  return toPage(rows, size, cursor, toFailedJobView)
}
