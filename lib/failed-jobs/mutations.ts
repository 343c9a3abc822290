import { transaction } from '../db/db'
import { AppError } from '../errors'
import { publishSignals } from '../events/signals'
import { reopenExport } from '../exports/mutations'
import { isJobOfEndedImport } from '../imports/queries'
import { announceJobs } from '../jobs/dispatch'
import { log } from '../log/log'
import type { Admin } from '../viewer'
import type { JobInput } from './schema'

/**
 * Runs a failed job again, with all its attempts. The export of an export job becomes unfinished again. Idempotent.
 * @returns whether there was such a failed job; it may have been deleted, or run again, in the meantime
 * @throws AppError `conflict` when the member of the export has started another one; and for the job of an import that
 * has ended, because its upload is removed
 */
export async function retryFailedJob(admin: Admin, { job: id }: JobInput): Promise<boolean> {
  const { count, userIds } = await transaction(async (tx) => {
    const data = { failedAt: null, attempts: 0, starts: 0, runAt: new Date(), lastError: null }
    if (await isJobOfEndedImport(tx, id)) throw new AppError('conflict', 'the import has ended')
    const { count } = await tx.job.updateMany({ where: { id, failedAt: { not: null } }, data })
    return { count, userIds: count > 0 ? await reopenExport(tx, id) : [] }
  })
  if (count === 0) return false
  log.info({ event: 'jobs.retried', userId: admin.id, id }, 'an administrator runs a failed job again')
  announceJobs(id)
  publishSignals(userIds)
  return true
}

/**
 * Deletes a failed job. Idempotent.
 * @returns whether there was such a failed job
 */
export async function deleteFailedJob(admin: Admin, { job: id }: JobInput): Promise<boolean> {
  const { count } = await transaction((tx) => tx.job.deleteMany({ where: { id, failedAt: { not: null } } }))
  if (count === 0) return false
  log.info({ event: 'jobs.deleted', userId: admin.id, id }, 'an administrator deleted a failed job')
  return true
}
