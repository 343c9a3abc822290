import { expect, onTestFinished, test, vi } from 'vitest'
import { db, transaction } from '../db/db'
import { failExport, startExport } from '../exports/mutations'
import { listExports } from '../exports/queries'
import { failImport } from '../imports/mutations'
import { setDispatcher } from '../jobs/dispatch'
import { addJob } from '../jobs/enqueue'
import { purgeFailedJobsJob } from '../jobs/purge-job'
import { ensureRecurringJobs } from '../jobs/recurring'
import { log } from '../log/log'
import { parseCursor } from '../page'
import { aViewer } from '../testing/factories'
import { uploadArchive } from '../testing/imports'
import { aFailedJob, aJob, inOneMinute } from '../testing/jobs'
import type { Admin } from '../viewer'
import { deleteFailedJob, retryFailedJob } from './mutations'
import { countJobs, listFailedJobs } from './queries'
import { parseJobId } from './schema'

const anAdmin = async () => (await aViewer({ role: 'admin' })) as Admin
const unknownId = '0190c5a0-0000-4000-8000-000000000000'

test('counts jobs by state', async () => {
  const admin = await anAdmin()
  expect(await countJobs(admin)).toEqual({ waiting: 0, running: 0, recurring: 0, failed: 0 })
  const { job } = aJob()
  for (const text of ['now', 'claimed', 'expired']) await addJob(job, { text })
  await addJob(job, { text: 'later' }, { key: 'unique', runAt: new Date(Date.now() + 60_000) })
  await ensureRecurringJobs([purgeFailedJobsJob as never])
  await aFailedJob()
  await aFailedJob()
  await transaction(async (tx) => {
    const lease = (text: string, lockedUntil: Date) =>
      tx.job.updateMany({ where: { payload: { contains: text } }, data: { lockedBy: 'x', lockedUntil } })
    await lease('claimed', new Date(Date.now() + 30_000))
    await lease('expired', new Date(0))
  })
  expect(await countJobs(admin)).toEqual({ waiting: 3, running: 1, recurring: 1, failed: 2 })
})

test('lists failed jobs page by page, the most recent failure first', async () => {
  const admin = await anAdmin()
  await addJob(aJob().job, { text: 'waiting' })
  // The last two failed at the same time: their ids decide.
  const ids = ['a', 'b', 'c', 'd', 'e'].map((digit) => unknownId.replace(/0$/, digit))
  for (const [at, id] of ids.entries()) await aFailedJob({ id, failedAt: new Date(1000 * Math.min(at, 3)) })
  const newestFirst = ids.toReversed()
  const page = (query: string | null) =>
    listFailedJobs(admin, parseCursor(Object.fromEntries(new URLSearchParams(query ?? '')), parseJobId), 2)
  const first = await page(null)
  const second = await page(first.older)
  const third = await page(second.older)
  expect([first, second, third].flatMap(({ items }) => items.map(({ id }) => id))).toEqual(newestFirst)
  expect([first.newer, third.older]).toEqual([null, null])
  expect((await page(second.newer)).items).toEqual(first.items)
  expect(first.items[0]).toMatchObject({ kind: 'test', attempts: 3, failedAt: new Date(3000), reason: null })
})

test('a reason contains neither secrets nor names of mailboxes', async () => {
  const admin = await anAdmin()
  const secret = 'reset at https://roost.example/reset-password/abc.def'
  await aFailedJob({ lastError: `550 5.1.1 <ann.lee+x@example.com>: unknown (${secret})` })
  const { items } = await listFailedJobs(admin, null, 10)
  expect(items[0]?.reason).toBe(
    '550 5.1.1 <…@example.com>: unknown (reset at https://roost.example/reset-password/[redacted])',
  )
})

test('runs a failed job again with all its attempts, once, and logs who did it', async () => {
  const admin = await anAdmin()
  const logged = vi.spyOn(log, 'info')
  const announced: string[] = []
  setDispatcher({ announce: (id) => announced.push(id) })
  onTestFinished(() => setDispatcher(null))
  const { job, runs, runner } = aJob(async () => Promise.reject(new Error('still broken')))
  const id = await aFailedJob({ payload: '{"text":"one"}', lastError: 'broken' })
  expect(await runner.drain(inOneMinute())).toBe(0)
  expect(await retryFailedJob(admin, { job: id })).toBe(true)
  expect(announced).toEqual([id])
  expect(await db.job.findUnique({ where: { id } })).toMatchObject({
    attempts: 0,
    starts: 0,
    lastError: null,
  })
  expect(await retryFailedJob(admin, { job: id })).toBe(false)
  expect(logged).toHaveBeenCalledWith(
    { event: 'jobs.retried', userId: admin.id, id },
    'an administrator runs a failed job again',
  )
  await runner.drain(inOneMinute())
  expect(runs).toEqual(['one'])
  // It is retried as often as a new job.
  expect(job.maxAttempts).toBeGreaterThan(1)
  expect(await db.job.findUnique({ where: { id } })).toMatchObject({ attempts: 1, failedAt: null })
})

test('deletes a failed job, once, and logs who did it', async () => {
  const admin = await anAdmin()
  const logged = vi.spyOn(log, 'info')
  const [id, other] = [await aFailedJob(), await aFailedJob()]
  expect(await deleteFailedJob(admin, { job: id })).toBe(true)
  expect(await deleteFailedJob(admin, { job: id })).toBe(false)
  expect((await db.job.findMany()).map((row) => row.id)).toEqual([other])
  expect(logged).toHaveBeenCalledWith(
    { event: 'jobs.deleted', userId: admin.id, id },
    'an administrator deleted a failed job',
  )
})

test('neither retries nor deletes a job that has not failed', async () => {
  const admin = await anAdmin()
  const id = String(await addJob(aJob().job, { text: 'waiting' }))
  for (const job of [id, unknownId]) {
    expect(await retryFailedJob(admin, { job })).toBe(false)
    expect(await deleteFailedJob(admin, { job })).toBe(false)
  }
  expect(await db.job.count()).toBe(1)
})

test('the export of a retried job is unfinished again, unless its member has started another one', async () => {
  const admin = await anAdmin()
  const member = await aViewer()
  const failedExport = async () => {
    const id = await startExport(member, 'posts', 'en')
    await failExport(id)
    await transaction((tx) => tx.job.update({ where: { id }, data: { failedAt: new Date() } }))
    return id
  }
  const first = await failedExport()
  const second = await failedExport()
  expect(await retryFailedJob(admin, { job: first })).toBe(true)
  expect((await listExports(member)).map(({ id, state }) => [id, state])).toEqual([
    [second, 'failed'],
    [first, 'queued'],
  ])
  await expect(retryFailedJob(admin, { job: second })).rejects.toMatchObject({ code: 'conflict' })
  expect((await db.job.findUnique({ where: { id: second } }))?.failedAt).not.toBeNull()
  // Another administrator has deleted the job: its export stays failed.
  await failExport(first)
  await transaction((tx) => tx.job.deleteMany())
  expect(await retryFailedJob(admin, { job: second })).toBe(false)
  expect((await listExports(member)).map(({ state }) => state)).toEqual(['failed', 'failed'])
})

test('the job of an import that has ended cannot run again', async () => {
  const admin = await anAdmin()
  const id = await uploadArchive(await aViewer(), new Uint8Array(1))
  await transaction((tx) => tx.job.update({ where: { id }, data: { failedAt: new Date() } }))
  // The process was killed before it could end the import.
  expect(await retryFailedJob(admin, { job: id })).toBe(true)
  await transaction((tx) => tx.job.update({ where: { id }, data: { failedAt: new Date() } }))
  await failImport(id)
  await expect(retryFailedJob(admin, { job: id })).rejects.toMatchObject({ code: 'conflict' })
  expect((await db.job.findUnique({ where: { id } }))?.failedAt).not.toBeNull()
})
