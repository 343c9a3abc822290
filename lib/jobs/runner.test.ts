import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { db } from '../db/db'
import { eventually } from '../testing/eventually'
import { aDeferred, aJob, expireLeases, inOneMinute } from '../testing/jobs'
import { claimJob, completeJob } from './claims'
import type { JobDefinition } from './definition'
import { setDispatcher } from './dispatch'
import { addJob } from './enqueue'
import { JobRunner } from './runner'

describe('leases', () => {
  test('two processes never claim the same job', async () => {
    const { job } = aJob()
    for (let count = 0; count < 20; count++) await addJob(job, { text: String(count) })
    const claims = await Promise.all(Array.from({ length: 40 }, () => claimJob(['test'])))
    const ids = claims.flatMap((claim) => claim?.id ?? [])
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBeGreaterThan(0)
    while (await claimJob(['test'])) ids.push('')
    expect(ids).toHaveLength(20)
  })

  test('another process runs the job of a killed process after the lease', async () => {
    const { job, runs, runner } = aJob()
    await addJob(job, { text: 'x' })
    const killed = await claimJob(['test'])
    expect(await runner.drain(inOneMinute())).toBe(0)
    await expireLeases()
    await runner.drain(inOneMinute())
    expect(runs).toEqual(['x'])
    // The process was only slow: its end changes nothing.
    const id = await addJob(job, { text: 'y' })
    if (killed) await completeJob(killed)
    expect(await db.job.count({ where: { id: String(id) } })).toBe(1)
  })

  test('a run that has lost its lease does not end a later run', async () => {
    const { job } = aJob()
    await addJob(job, { text: 'x' })
    const first = await claimJob(['test'])
    await expireLeases()
    const second = await claimJob(['test'])
    if (!first || !second) throw new Error('not claimed')
    await completeJob(first)
    expect(await db.job.count()).toBe(1)
    await completeJob(second)
    expect(await db.job.count()).toBe(0)
  })

  test('a stopped runner interrupts its job after the grace period and releases the row', async () => {
    const started = aDeferred()
    const { job, runner, runs } = aJob(
      (_, { signal }) =>
        new Promise((_resolve, reject) => {
          started.resolve()
          signal.addEventListener('abort', () => reject(new Error('interrupted')))
        }),
    )
    await addJob(job, { text: 'x' })
    const drained = runner.drain(inOneMinute())
    await started.promise
    await runner.stop(0)
    expect(await drained).toBe(1)
    expect(await db.job.findFirstOrThrow()).toMatchObject({ attempts: 0, lockedBy: null, failedAt: null })
    expect(runs).toHaveLength(1)
  })
})

describe('a runner', () => {
  test('starts announced jobs at once and polls for the others', async () => {
    const done = aDeferred()
    const { job } = aJob()
    const kinds = new JobRunner([{ ...job, run: async () => done.resolve() } as unknown as JobDefinition], {
      pollMilliseconds: 3_600_000,
    })
    await kinds.start()
    setDispatcher({ announce: () => kinds.wake() })
    onTestFinished(() => setDispatcher(null))
    await addJob(job, { text: 'x' })
    await done.promise
    await kinds.stop(1000)
    expect(await db.job.count()).toBe(0)

    const polled = aDeferred()
    setDispatcher(null)
    await addJob(job, { text: 'y' })
    const polling = new JobRunner(
      [{ ...job, run: async () => polled.resolve() } as unknown as JobDefinition],
      {
        pollMilliseconds: 5,
      },
    )
    await polling.start()
    await polled.promise
    await polling.stop(1000)
  })

  test('leaves one of its places to short jobs', async () => {
    const [release, isShortDone, isOtherDone] = [aDeferred(), aDeferred(), aDeferred()]
    const running = new Set<string>()
    const long = aJob(
      async (text) => {
        running.add(text)
        if (text === 'second') isOtherDone.resolve()
        await release.promise
      },
      { kind: 'long', isLong: true },
    )
    const short = aJob(async () => isShortDone.resolve())
    for (const text of ['first', 'second']) await addJob(long.job, { text })
    await addJob(short.job, { text: 'x' })
    const runner = new JobRunner([long.job, short.job] as unknown as JobDefinition[], { pollMilliseconds: 5 })
    await runner.start()
    await isShortDone.promise
    expect(running.size).toBe(1)
    release.resolve()
    await isOtherDone.promise
    await runner.stop(1000)
    expect(long.runs).toHaveLength(2)
  })

  test('limits remote jobs separately from other jobs', async () => {
    const [release, areFull, isShortDone] = [aDeferred(), aDeferred(), aDeferred()]
    let running = 0
    const remote = aJob(
      async () => {
        running += 1
        if (running === 3) areFull.resolve()
        await release.promise
      },
      { kind: 'remote', isRemote: true },
    )
    const short = aJob(async () => isShortDone.resolve())
    for (let count = 0; count < 4; count++) await addJob(remote.job, { text: 'x' })
    const jobs = [remote.job, short.job] as unknown as JobDefinition[]
    const runner = new JobRunner(jobs, { concurrency: 1, remoteConcurrency: 3, pollMilliseconds: 5 })
    await runner.start()
    await areFull.promise
    await addJob(short.job, { text: 'x' })
    await isShortDone.promise
    expect(running).toBe(3)
    release.resolve()
    await eventually(() => expect(running).toBe(4))
    await runner.stop(1000)
    expect(await db.job.count()).toBe(0)
  })

  test('drains remote jobs several at a time, while it runs the others', async () => {
    const [areTogether, isShortDone] = [aDeferred(), aDeferred()]
    let running = 0
    const remote = aJob(
      async () => {
        running += 1
        if (running === 2) areTogether.resolve()
        await areTogether.promise
        await isShortDone.promise
      },
      { kind: 'remote', isRemote: true },
    )
    const short = aJob(async () => isShortDone.resolve())
    for (let count = 0; count < 3; count++) await addJob(remote.job, { text: 'x' })
    await addJob(short.job, { text: 'x' })
    const jobs = [remote.job, short.job] as unknown as JobDefinition[]
    expect(await new JobRunner(jobs, { remoteConcurrency: 2 }).drain(inOneMinute())).toBe(4)
    expect(await db.job.count()).toBe(0)
  })

  test('runs remote jobs while all other places are taken', async () => {
    const [release, isRemoteDone] = [aDeferred(), aDeferred()]
    const short = aJob(() => release.promise)
    const remote = aJob(async () => isRemoteDone.resolve(), { kind: 'remote', isRemote: true })
    for (let count = 0; count < 3; count++) await addJob(short.job, { text: 'x' })
    await addJob(remote.job, { text: 'x' })
    const jobs = [remote.job, short.job] as unknown as JobDefinition[]
    const runner = new JobRunner(jobs, { concurrency: 2, pollMilliseconds: 5 })
    await runner.start()
    await isRemoteDone.promise
    expect(short.runs).toHaveLength(2)
    release.resolve()
    await runner.stop(1000)
  })

  test('with one place runs long jobs too', async () => {
    const done = aDeferred()
    const { job } = aJob(async () => done.resolve(), { isLong: true })
    await addJob(job, { text: 'x' })
    const runner = new JobRunner([job] as unknown as JobDefinition[], { concurrency: 1, pollMilliseconds: 5 })
    await runner.start()
    await done.promise
    await runner.stop(1000)
    expect(await db.job.count()).toBe(0)
  })

  test('writes each recurring job once and keeps its row for the next time', async () => {
    const { runs, job } = aJob(undefined, { everyMinutes: 60 })
    const runners = [1, 2, 3].map(() => new JobRunner([job as unknown as JobDefinition]))
    const counts = await Promise.all(runners.map((runner) => runner.drain(inOneMinute())))
    expect(counts.reduce((sum, count) => sum + count)).toBe(1)
    expect(runs).toEqual([''])
    const [row, ...others] = await db.job.findMany()
    expect(others).toEqual([])
    expect(row?.runAt.getTime()).toBeGreaterThan(Date.now() + 59 * 60_000)
  })

  test('a recurring job that always fails runs again at the next time', async () => {
    const { runs, job, runner } = aJob(() => Promise.reject(new Error('down')), {
      everyMinutes: 60,
      maxAttempts: 1,
    })
    expect(job.everyMinutes).toBe(60)
    await runner.drain(inOneMinute())
    expect(runs).toHaveLength(1)
    expect(await db.job.findFirstOrThrow()).toMatchObject({ failedAt: null, attempts: 0, lastError: 'down' })
  })

  test('survives an unreachable database', async () => {
    const done = aDeferred()
    const { job } = aJob()
    await addJob(job, { text: 'x' })
    const runner = new JobRunner([{ ...job, run: async () => done.resolve() } as unknown as JobDefinition], {
      pollMilliseconds: 5,
    })
    const read = vi.spyOn(db, '$queryRaw').mockRejectedValueOnce(new Error('unreachable'))
    onTestFinished(() => read.mockRestore())
    await runner.start()
    await done.promise
    await runner.stop(1000)
  })
})

test('runs the job of a killed process after the jobs that were due before', async () => {
  const { job, runs, runner } = aJob()
  await addJob(job, { text: 'first' }, { runAt: new Date(0) })
  await addJob(job, { text: 'second' }, { runAt: new Date(1) })
  // The process that claims it is killed.
  await claimJob([job.kind])
  await expireLeases()
  await runner.drain(inOneMinute())
  expect(runs).toEqual(['second', 'first'])
})

test('a scheduled run starts long jobs last', async () => {
  const order: string[] = []
  const jobs = ['long', 'short'].map(
    (kind) => aJob(async () => void order.push(kind), { kind, isLong: kind === 'long' }).job,
  )
  for (const job of jobs) await addJob(job, { text: '' })
  await new JobRunner(jobs as unknown as JobDefinition[]).drain(inOneMinute())
  expect(order).toEqual(['short', 'long'])
})
