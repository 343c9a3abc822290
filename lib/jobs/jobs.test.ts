import { describe, expect, onTestFinished, test } from 'vitest'
import { db, transaction } from '../db/db'
import { aJob, inOneMinute, makeDue } from '../testing/jobs'
import { backOff } from './back-off'
import { maxStarts } from './claims'
import { PermanentJobError } from './definition'
import { setDispatcher } from './dispatch'
import { addJob, enqueueJob } from './enqueue'
import { purgeFailedJobsJob } from './purge-job'

describe('enqueueing', () => {
  test('runs a job once and deletes its row', async () => {
    const { job, runs, runner } = aJob()
    const id = await addJob(job, { text: 'one' })
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
    expect(await runner.drain(inOneMinute())).toBe(1)
    expect(runs).toEqual(['one'])
    expect(await db.job.count()).toBe(0)
    expect(await runner.drain(inOneMinute())).toBe(0)
  })

  test('a rolled-back transaction enqueues nothing', async () => {
    const { job, runner } = aJob()
    const failing = transaction(async (tx) => {
      await enqueueJob(tx, job, { text: 'one' })
      throw new Error('rolled back')
    })
    await expect(failing).rejects.toThrow('rolled back')
    expect(await runner.drain(inOneMinute())).toBe(0)
  })

  test('a key allows one unfinished job, also for simultaneous calls [EXP-03]', async () => {
    const { job, runs, runner } = aJob()
    const ids = await Promise.all(['a', 'b', 'c'].map((text) => addJob(job, { text }, { key: 'only-one' })))
    expect(ids.filter(Boolean)).toHaveLength(1)
    await runner.drain(inOneMinute())
    expect(runs).toHaveLength(1)
    expect(await addJob(job, { text: 'again' }, { key: 'only-one' })).not.toBeNull()
  })

  test('a job does not run before its time', async () => {
    const { job, runs, runner } = aJob()
    await addJob(job, { text: 'later' }, { runAt: new Date(Date.now() + 60_000) })
    expect(await runner.drain(inOneMinute())).toBe(0)
    await makeDue()
    await runner.drain(inOneMinute())
    expect(runs).toEqual(['later'])
  })

  test('announces the job to the dispatcher after commit', async () => {
    const announced: string[] = []
    setDispatcher({ announce: (id) => announced.push(id) })
    onTestFinished(() => setDispatcher(null))
    const id = await addJob(aJob().job, { text: 'one' })
    expect(announced).toEqual([id])
  })
})

describe('failures', () => {
  test('a failed job is retried after a back-off and ends in the failed state', async () => {
    const { job, runs, failures, runner } = aJob(async () => Promise.reject(new Error('no luck')))
    const id = String(await addJob(job, { text: 'x' }, { key: 'k' }))
    for (const attempts of [1, 2]) {
      const before = Date.now()
      await runner.drain(inOneMinute())
      const row = await db.job.findUniqueOrThrow({ where: { id } })
      expect(row).toMatchObject({ attempts, lastError: 'no luck', failedAt: null, lockedBy: null })
      expect(row.runAt.getTime()).toBeGreaterThanOrEqual(before + 4000)
      await makeDue()
    }
    await runner.drain(inOneMinute())
    expect(runs).toHaveLength(3)
    expect(failures).toEqual(['x'])
    expect(await db.job.findUniqueOrThrow({ where: { id } })).toMatchObject({ attempts: 3, key: null })
    await makeDue()
    expect(await runner.drain(inOneMinute())).toBe(0)
  })

  test('an error that no retry can fix ends the job at once', async () => {
    const { job, runs, failures, runner } = aJob(() =>
      Promise.reject(new PermanentJobError('no such mailbox')),
    )
    await addJob(job, { text: 'x' })
    await runner.drain(inOneMinute())
    await makeDue()
    await runner.drain(inOneMinute())
    expect([runs.length, failures]).toEqual([1, ['x']])
  })

  test('fails a job permanently after its process was killed in every run', async () => {
    const { job, runs, failures, runner } = aJob()
    await addJob(job, { text: 'killer' })
    await transaction((tx) => tx.job.updateMany({ data: { starts: maxStarts } }))
    await runner.drain(inOneMinute())
    expect([runs, failures]).toEqual([[], ['killer']])
    expect((await db.job.findFirstOrThrow()).failedAt).not.toBeNull()
  })

  test('a failed job is deleted after 30 days', async () => {
    const { job, runner } = aJob(() => Promise.reject(new PermanentJobError('rejected')))
    await addJob(job, { text: 'x' })
    await runner.drain(inOneMinute())
    const run = () => purgeFailedJobsJob.run({}, { id: '', attempt: 1, signal: new AbortController().signal })
    await run()
    expect(await db.job.count()).toBe(1)
    await transaction((tx) =>
      tx.job.updateMany({ data: { failedAt: new Date(Date.now() - 31 * 86_400_000) } }),
    )
    await run()
    expect(await db.job.count()).toBe(0)
  })

  test('a payload of another version fails without reaching the handler', async () => {
    const { job, runs, runner } = aJob()
    await addJob(job, { text: 'x' })
    await transaction((tx) => tx.job.updateMany({ data: { payload: '{"text":1}', attempts: 2 } }))
    await runner.drain(inOneMinute())
    expect(runs).toEqual([])
    expect((await db.job.findFirstOrThrow()).failedAt).not.toBeNull()
  })

  test('jobs of unknown kinds wait for a process that supports them', async () => {
    const { job } = aJob()
    await addJob(job, { text: 'x' })
    const { runner } = aJob(undefined, { kind: 'other' })
    expect(await runner.drain(inOneMinute())).toBe(0)
    expect(await db.job.count({ where: { failedAt: null } })).toBe(1)
  })

  test.each([
    [1, 5],
    [2, 10],
    [6, 160],
    [30, 3600],
  ])('after failure %i, waits %i s ± 20 %%', (attempts, seconds) => {
    expect(backOff(attempts, 0.5)).toBe(seconds * 1000)
    expect(backOff(attempts, 0)).toBe(seconds * 800)
    expect(backOff(attempts, 1)).toBe(seconds * 1200)
  })
})
