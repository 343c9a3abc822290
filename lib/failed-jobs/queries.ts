import { db, Prisma } from '../db/db'
import { keysetSql } from '../db/keyset'
import { countJobStates } from '../jobs/counts'
import { type Cursor, type Page, toPage } from '../page'
import type { Admin } from '../viewer'
import { type FailedJobRow, type FailedJobView, type JobCounts, toFailedJobView } from './view'

/** The numbers of jobs by state. */
export function countJobs(_admin: Admin, now = new Date()): Promise<JobCounts> {
  return countJobStates(now)
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
