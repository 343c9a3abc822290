import type { ArchiveKind } from '../archive-formats/records'
import { db, Prisma, type Transaction } from '../db/db'
import { limits } from '../limits'
import type { Viewer } from '../viewer'
import { daysListed, importCounts, importTask } from './schema'
import { type ImportRow, type ImportView, toImportView } from './view'

/** The number of imports in the list. */
const listed = 10

/** The time before which an upload without an end was interrupted. */
const uploadLimit = () => new Date(Date.now() - 2 * limits.archive.uploadSeconds * 1000)

/** Whether an import has not ended, while its job exists or its file is being uploaded. */
export function isUnfinished(): Prisma.Sql {
  return Prisma.sql`i.finished_at IS NULL AND i.failed_at IS NULL
    AND (EXISTS (SELECT 1 FROM jobs j WHERE j.id = i.id AND j.failed_at IS NULL)
      OR (i.uploaded_at IS NULL AND i.created_at > ${uploadLimit()}))`
}

/** The viewer's imports, the latest first. */
export async function listImports(viewer: Viewer): Promise<ImportView[]> {
  const since = new Date(Date.now() - daysListed * 86_400_000)
  const rows = await db.$queryRaw<ImportRow[]>`
    SELECT i.id, i.kind, i.counts, i.created_at AS "createdAt", i.uploaded_at AS "uploadedAt",
      i.finished_at AS "finishedAt", i.failed_at AS "failedAt", i.problem, i.place, j.id AS "jobId",
      j.locked_until AS "lockedUntil", CASE WHEN ${isUnfinished()} THEN 1 ELSE 0 END AS unfinished
    FROM imports i LEFT JOIN jobs j ON j.id = i.id AND j.failed_at IS NULL
    WHERE i.user_id = ${viewer.id} AND i.created_at > ${since}
    ORDER BY i.created_at DESC, i.id LIMIT ${listed}`
  return rows.map((row) => toImportView(row))
}

/** Whether the member has an unfinished import, within a transaction that has locked the member. */
export async function hasUnfinishedImport(tx: Transaction, userId: number): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM imports i WHERE i.user_id = ${userId} AND ${isUnfinished()} LIMIT 1`
  return rows.length > 0
}

/** Whether a job imports an archive whose import has ended: its upload is removed, so the job cannot run again. */
export async function isJobOfEndedImport(tx: Transaction, jobId: string): Promise<boolean> {
  const job = await tx.job.findFirst({
    where: { id: jobId, kind: importTask.kind, failedAt: { not: null } },
    select: { id: true },
  })
  const where = { id: jobId, userId: { not: null }, finishedAt: null, failedAt: null }
  return job !== null && (await tx.import.count({ where })) === 0
}

/** An import for its job. */
export type RunningImport = { id: string; userId: number; username: string }

/** An import for its job, and where an earlier run has ended; null when it has ended or its account is deleted. */
export async function findImportToRun(id: string) {
  const row = await db.import.findUnique({
    where: { id },
    select: {
      ...{ userId: true, kind: true, done: true, counts: true },
      ...{ createdAt: true, finishedAt: true, failedAt: true },
      user: { select: { username: true } },
    },
  })
  if (!row?.user || row.userId === null || row.finishedAt || row.failedAt) return null
  const running: RunningImport = { id, userId: row.userId, username: row.user.username }
  const counts = importCounts.parse(JSON.parse(row.counts))
  return { running, kind: row.kind as ArchiveKind | null, done: row.done, counts, createdAt: row.createdAt }
}
