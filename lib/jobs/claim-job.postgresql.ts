import { Prisma } from '../db/db'
import type { Claim } from './claims'

/** Claims one due job. SKIP LOCKED leaves out rows that other processes claim at the same time. */
export function claimSql({ runId, now, lockedUntil, kinds }: Claim): Prisma.Sql {
  return Prisma.sql`
    UPDATE jobs SET locked_by = ${runId}, locked_until = ${lockedUntil}, run_at = ${lockedUntil}, starts = starts + 1
    WHERE id = (
      SELECT id FROM jobs
      WHERE failed_at IS NULL AND run_at <= ${now} AND (locked_until IS NULL OR locked_until <= ${now})
        AND kind IN (${Prisma.join(kinds)})
      ORDER BY run_at LIMIT 1
      FOR UPDATE SKIP LOCKED)
    RETURNING id, kind, payload, attempts, starts`
}
