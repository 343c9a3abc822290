import { randomUUID } from 'node:crypto'
import { db, engine, Prisma, transaction } from '../db/db'
import { backOff } from './back-off'
import { claimSql as claimOnPostgresql } from './claim-job.postgresql'
import { claimSql as claimOnSqlite } from './claim-job.sqlite'

/** Milliseconds after which another process may run the job of a killed process. */
export const leaseMilliseconds = 30_000

/** Maximum starts of a job, so that a job that crashes its process is not retried forever. */
export const maxStarts = 25

const lastErrorLength = 500

export type Claim = {
  /** Identifies the run, so that a run which has lost its lease cannot end a later run. */
  runId: string
  now: Date
  lockedUntil: Date
  /** Kinds that this process supports. Jobs of other kinds stay queued for a process of a newer release. */
  kinds: string[]
}

export type ClaimedJob = {
  id: string
  runId: string
  kind: string
  payload: string
  attempts: number
  starts: number
}

type Run = Pick<ClaimedJob, 'id' | 'runId'>

/**
 * Claims a due job for this process. If the process is killed, the job is due when the lease expires, behind the jobs that
 * were due before.
 * @returns null when none is due
 */
export async function claimJob(kinds: string[]): Promise<ClaimedJob | null> {
  const now = new Date()
  if (kinds.length === 0 || !(await hasDueJob(kinds, now))) return null
  const runId = randomUUID()
  const claim = { runId, now, lockedUntil: new Date(now.getTime() + leaseMilliseconds), kinds }
  const sql = engine === 'sqlite' ? claimOnSqlite(claim) : claimOnPostgresql(claim)
  const [row] = await transaction((tx) => tx.$queryRaw<Omit<ClaimedJob, 'runId'>[]>(sql))
  return row ? { ...row, attempts: Number(row.attempts), starts: Number(row.starts), runId } : null
}

/** Reads before writing: polls of an idle server must not take SQLite's write lock. */
async function hasDueJob(kinds: string[], now: Date): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM jobs WHERE failed_at IS NULL AND run_at <= ${now} AND (locked_until IS NULL OR locked_until <= ${now})
      AND kind IN (${Prisma.join(kinds)}) LIMIT 1`
  return rows.length > 0
}

/** @returns whether the run still had its lease */
export async function extendLease({ id, runId }: Run): Promise<boolean> {
  const lockedUntil = new Date(Date.now() + leaseMilliseconds)
  const { count } = await transaction((tx) =>
    tx.job.updateMany({ where: { id, lockedBy: runId }, data: { lockedUntil } }),
  )
  return count > 0
}

/** Ends a successful run: deletes the row. */
export async function completeJob({ id, runId }: Run): Promise<void> {
  await transaction((tx) => tx.job.deleteMany({ where: { id, lockedBy: runId } }))
}

/** Ends a run and schedules the next at `runAt`; resets the attempt counter. */
export async function rescheduleJob({ id, runId }: Run, runAt: Date, lastError?: string): Promise<void> {
  const data = { runAt, attempts: 0, starts: 0, lockedBy: null, lockedUntil: null }
  await transaction((tx) =>
    tx.job.updateMany({ where: { id, lockedBy: runId }, data: { ...data, lastError: cut(lastError) } }),
  )
}

/** Ends a run that was interrupted by a shutdown, without counting an attempt. */
export async function releaseJob({ id, runId }: Run): Promise<void> {
  const data = { runAt: new Date(), lockedBy: null, lockedUntil: null }
  await transaction((tx) => tx.job.updateMany({ where: { id, lockedBy: runId }, data }))
}

/** Ends a failed run; the job runs again after the back-off. */
export async function retryJob({ id, runId, attempts }: ClaimedJob, lastError: string): Promise<void> {
  const failed = attempts + 1
  const runAt = new Date(Date.now() + backOff(failed))
  const data = { attempts: failed, runAt, lockedBy: null, lockedUntil: null, lastError: cut(lastError) }
  await transaction((tx) => tx.job.updateMany({ where: { id, lockedBy: runId }, data }))
}

/**
 * Ends the last run of a job. The row stays for administrators; its key is free again.
 * @returns whether the run still had its lease
 */
export async function failJob({ id, runId, attempts }: ClaimedJob, lastError: string): Promise<boolean> {
  const data = {
    ...{ attempts: attempts + 1, failedAt: new Date(), key: null },
    ...{ lockedBy: null, lockedUntil: null, lastError: cut(lastError) },
  }
  const { count } = await transaction((tx) => tx.job.updateMany({ where: { id, lockedBy: runId }, data }))
  return count > 0
}

/** Deletes failed jobs. Their payloads contain personal data. @param before time of the failure @returns how many */
export async function deleteFailedJobs(before: Date): Promise<number> {
  const { count } = await transaction((tx) => tx.job.deleteMany({ where: { failedAt: { lte: before } } }))
  return count
}

const cut = (text: string | undefined) => text?.slice(0, lastErrorLength).toWellFormed() ?? null
