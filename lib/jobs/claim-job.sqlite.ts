import { Prisma } from '../db/db'
import type { Claim } from './claims'

/** Claims one due job. Write transactions of SQLite run one after another, so no other process claims the same row. */
export function claimSql({ runId, now, lockedUntil, kinds }: Claim): Prisma.Sql {
  return Prisma.sql`
    UPDATE jobs SET locked_by = ${runId}, locked_until = ${lockedUntil}, run_at = ${lockedUntil}, starts = starts + 1
    WHERE id = (
      SELECT id FROM jobs
      WHERE failed_at IS NULL AND run_at <= ${now} AND (locked_until IS NULL OR locked_until <= ${now})
        AND kind IN (${Prisma.join(kinds)})
      ORDER BY run_at LIMIT 1)
    RETURNING id, kind, payload, attempts, starts`
}
