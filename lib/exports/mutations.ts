import { db, Prisma, type Transaction, transaction } from '../db/db'
import { lockUser } from '../db/locks'
import { AppError } from '../errors'
import { type NewSignal, publishSignals, writeSignals } from '../events/signals'
import { announceJobs } from '../jobs/dispatch'
import { enqueueJob } from '../jobs/enqueue'
import { notify } from '../notifications/mutations'
import { confirmIdentity, requireProof } from '../reauthentication/mutations'
import { storage } from '../storage/storage'
import type { Viewer } from '../viewer'
import { percentOf, storageNameOf } from './policy'
import { hasUnfinishedExport, isUnfinished } from './queries'
import { daysKept, type ExportKind, exportMailTask, exportTask } from './schema'

const day = 24 * 60 * 60_000
const expiry = () => new Date(Date.now() + daysKept * day)

type RunningExport = { id: string; userId: number; kind: ExportKind }

/**
 * Starts an export. A member has one unfinished export; one whose job has vanished is recorded as failed first.
 * @param locale the language of the mail, unless the member has chosen another
 * @param current the typed password; empty when the form has no such field
 * @returns the id of the export, which is the id of its job
 * @throws AppError `conflict` while another export of the member is unfinished; otherwise as `confirmIdentity` (ASVS 7.5.3)
 */
export async function startExport(
  viewer: Viewer,
  kind: ExportKind,
  locale: string,
  current = '',
): Promise<string> {
  const proof = await confirmIdentity(viewer, current)
  const id = await transaction(async (tx) => {
    await lockUser(tx, viewer.id)
    await requireProof(tx, viewer, proof)
    if (await hasUnfinishedExport(tx, viewer.id)) throw new AppError('conflict', 'an export is unfinished')
    await failAbandoned(tx, viewer.id)
    const id = String(await enqueueJob(tx, exportTask, {}))
    await tx.export.create({
      data: { id, userId: viewer.id, kind, locale: viewer.locale ?? locale },
      select: { id: true },
    })
    await writeSignals(tx, [progressSignal({ id, userId: viewer.id, kind }, 0)])
    return id
  })
  announceJobs(id)
  publishSignals([viewer.id])
  return id
}

/** The signal with the progress of an export. The subject keeps exports of one member apart. */
function progressSignal({ id, userId, kind }: RunningExport, progress: number): NewSignal {
  return { userId, name: 'task_progress', subject: id, payload: { task_id: id, progress, kind } }
}

/** Records the progress of an export. Only its end sets 100, at which the progress bar disappears. */
export async function recordProgress(running: RunningExport, done: number, total: number): Promise<void> {
  const { id, userId } = running
  const count = Math.min(done, total)
  const written = await transaction(async (tx) => {
    const where = { id, finishedAt: null, failedAt: null }
    const updated = await tx.export.updateMany({ where, data: { done: count, total } })
    if (updated.count === 0) return false
    await writeSignals(tx, [progressSignal(running, Math.min(99, percentOf(count, total)))])
    return true
  })
  if (written) publishSignals([userId])
}

/**
 * Ends an export whose file is stored: notifies the member and enqueues the mail. Idempotent.
 * @param size of the file in bytes
 */
export async function finishExport(running: RunningExport, total: number, size: number): Promise<void> {
  const { id, userId } = running
  const jobId = await transaction(async (tx) => {
    const { count } = await tx.export.updateMany({
      where: { id, finishedAt: null, failedAt: null },
      data: { finishedAt: new Date(), expiresAt: expiry(), done: total, total, size },
    })
    if (count === 0) return null
    await notify(tx, [{ userId, kind: 'export', subjectId: 0 }])
    await writeSignals(tx, [progressSignal(running, 100)])
    return enqueueJob(tx, exportMailTask, { exportId: id })
  })
  if (!jobId) return
  announceJobs(jobId)
  publishSignals([userId])
}

/** Ends an export that no further run can complete. The member can start another one. Idempotent. */
export async function failExport(id: string): Promise<void> {
  const userIds = await transaction((tx) => failAll(tx, Prisma.sql`e.id = ${id}`))
  publishSignals(userIds)
}

/**
 * Makes a failed export unfinished again, within the transaction that runs its job again. Does nothing for the id of
 * another job.
 * @returns the member who sees the progress again, for `publishSignals` after commit
 * @throws AppError `conflict` while the member has another unfinished export
 */
export async function reopenExport(tx: Transaction, id: string): Promise<number[]> {
  const found = await tx.export.findFirst({
    where: { id, failedAt: { not: null }, userId: { not: null } },
    select: { userId: true, kind: true },
  })
  if (!found?.userId) return []
  const { userId } = found
  await lockUser(tx, userId)
  if (await hasUnfinishedExport(tx, userId)) throw new AppError('conflict', 'an export is unfinished')
  const data = { failedAt: null, expiresAt: null, done: 0, total: 0 }
  await tx.export.updateMany({ where: { id }, data })
  await writeSignals(tx, [progressSignal({ id, userId, kind: found.kind as ExportKind }, 0)])
  return [userId]
}

/** Records that the mail was sent, so that a repeated run sends no other one. */
export async function recordMail(id: string): Promise<void> {
  const data = { mailedAt: new Date() }
  await transaction((tx) => tx.export.updateMany({ where: { id }, data }))
}

/** Ends exports without a job: its row was deleted, or its last run was killed before it could end the export. */
async function failAbandoned(tx: Transaction, userId?: number): Promise<number[]> {
  const ofUser = userId === undefined ? Prisma.empty : Prisma.sql`AND e.user_id = ${userId}`
  return failAll(tx, Prisma.sql`NOT (${isUnfinished}) ${ofUser}`)
}

async function failAll(tx: Transaction, condition: Prisma.Sql): Promise<number[]> {
  const failed = await tx.$queryRaw<{ id: string; userId: number | null; kind: ExportKind }[]>`
    UPDATE exports AS e SET failed_at = ${new Date()}, expires_at = ${expiry()}
    WHERE e.finished_at IS NULL AND e.failed_at IS NULL AND ${condition}
    RETURNING id, user_id AS "userId", kind`
  const running = failed.filter((row): row is RunningExport => row.userId !== null)
  await writeSignals(
    tx,
    running.map((row) => progressSignal(row, 100)),
  )
  return running.map(({ userId }) => userId)
}

/**
 * Deletes the files and rows of exports that have expired or whose account is deleted, and ends abandoned exports.
 * Idempotent: a row is deleted after its file.
 */
export async function purgeExports(now = new Date()): Promise<void> {
  publishSignals(await transaction((tx) => failAbandoned(tx)))
  const rows = await db.export.findMany({
    where: { OR: [{ expiresAt: { lte: now } }, { userId: null }] },
    select: { id: true, kind: true },
  })
  for (const { id, kind } of rows) {
    await storage.remove(storageNameOf({ id, kind: kind as ExportKind }))
    await transaction(async (tx) => {
      await tx.export.deleteMany({ where: { id } })
      await tx.signal.deleteMany({ where: { name: 'task_progress', subject: id } })
    })
  }
  await storage.deletePartialFiles(new Date(now.getTime() - day))
}
