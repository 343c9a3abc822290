import { logFailure } from '../db/outage'
import { log } from '../log/log'
import { telemetry } from '../telemetry/current'
import {
  type ClaimedJob,
  claimJob,
  completeJob,
  extendLease,
  failJob,
  leaseMilliseconds,
  maxStarts,
  releaseJob,
  rescheduleJob,
  retryJob,
} from './claims'
import { type JobDefinition, PermanentJobError } from './definition'
import { ensureRecurringJobs } from './recurring'

type Options = {
  /** Maximum concurrent jobs of this process. */
  concurrency?: number
  /** Maximum concurrent remote jobs, in addition to the others. */
  remoteConcurrency?: number
  /** Milliseconds between two polls of the database. */
  pollMilliseconds?: number
}

/** Runs due jobs of the database in this process. Any number of processes may do so at the same time. */
export class JobRunner {
  readonly #jobs: Map<string, JobDefinition>
  readonly #kinds: string[]
  readonly #shortKinds: string[]
  readonly #remoteKinds: string[]
  readonly #concurrency: number
  readonly #remoteConcurrency: number
  readonly #pollMilliseconds: number
  readonly #running = new Set<Promise<void>>()
  #runningLong = 0
  #runningRemote = 0
  readonly #stopping = new AbortController()
  #timer: NodeJS.Timeout | null = null
  #claiming: Promise<void> | null = null
  #isStopped = false
  #claimAgain = false

  constructor(
    jobs: JobDefinition[],
    { concurrency = 2, remoteConcurrency = 8, pollMilliseconds = 1000 }: Options = {},
  ) {
    this.#jobs = new Map(jobs.map((job) => [job.kind, job]))
    this.#kinds = [...this.#jobs.keys()]
    const isRemote = (kind: string) => this.#jobs.get(kind)?.isRemote === true
    this.#remoteKinds = this.#kinds.filter(isRemote)
    this.#shortKinds = this.#kinds.filter((kind) => !this.#jobs.get(kind)?.isLong && !isRemote(kind))
    this.#concurrency = concurrency
    this.#remoteConcurrency = remoteConcurrency
    this.#pollMilliseconds = pollMilliseconds
  }

  /** Starts polling. Errors of the database are logged, and the next poll tries again. */
  async start(): Promise<void> {
    await this.#ensureRecurring()
    this.#poll()
  }

  /** Polls for due jobs now. */
  wake(): void {
    void this.#claimAll()
  }

  /**
   * Runs due jobs until none is left: remote ones concurrently, the others one after another, long ones last.
   * @param deadline time in milliseconds since 1970 after which no further job starts
   * @returns how many have run
   */
  async drain(deadline: number): Promise<number> {
    await this.#ensureRecurring()
    const remote = new Set<Promise<void>>()
    const localKinds = this.#kinds.filter((kind) => !this.#remoteKinds.includes(kind))
    const claim = async (kinds: string[]) =>
      Date.now() < deadline && !this.#isStopped ? claimJob(kinds) : null
    let count = 0
    while (true) {
      const hasPlace = remote.size < this.#remoteConcurrency
      const remoteJob = hasPlace ? await claim(this.#remoteKinds) : null
      const localJob = remoteJob ? null : ((await claim(this.#shortKinds)) ?? (await claim(localKinds)))
      if (remoteJob) {
        const run = this.#track(this.#run(remoteJob)).finally(() => remote.delete(run))
        remote.add(run)
      } else if (localJob) await this.#track(this.#run(localJob))
      else if (remote.size > 0) await Promise.race(remote)
      else if (hasPlace) return count
      if (remoteJob || localJob) count += 1
    }
  }

  /**
   * Starts no further job and waits for those that run.
   * @param graceMilliseconds after which their signals abort and their rows are released
   */
  async stop(graceMilliseconds: number): Promise<void> {
    this.#isStopped = true
    if (this.#timer) clearTimeout(this.#timer)
    const abort = setTimeout(() => this.#stopping.abort(), graceMilliseconds)
    // A claim that was in progress releases its row.
    await this.#claiming
    await Promise.all(this.#running)
    clearTimeout(abort)
  }

  async #ensureRecurring(): Promise<void> {
    try {
      await ensureRecurringJobs([...this.#jobs.values()])
    } catch (error) {
      log.error({ event: 'jobs.recurring', err: error }, 'recurring jobs are not scheduled')
    }
  }

  #poll(): void {
    if (this.#isStopped) return
    this.#timer = setTimeout(() => void this.#claimAll().then(() => this.#poll()), this.#pollMilliseconds)
    this.#timer.unref()
  }

  /** Starts due jobs until none is left or all places are taken. A call during another one makes that one look again. */
  #claimAll(): Promise<void> {
    this.#claimAgain = true
    this.#claiming ??= this.#claimUntilNone().finally(() => {
      this.#claiming = null
    })
    return this.#claiming
  }

  async #claimUntilNone(): Promise<void> {
    try {
      while (this.#claimAgain && !this.#isStopped && this.#claimable().length > 0) {
        // Set again by a call of `wake` while this claim reads.
        this.#claimAgain = false
        const job = await claimJob(this.#claimable())
        if (!job) continue
        if (this.#isStopped) return await releaseJob(job)
        this.#claimAgain = true
        const isRemote = this.#remoteKinds.includes(job.kind)
        const isLong = !isRemote && !this.#shortKinds.includes(job.kind)
        if (isRemote) this.#runningRemote += 1
        if (isLong) this.#runningLong += 1
        void this.#track(this.#run(job)).then(() => {
          if (isRemote) this.#runningRemote -= 1
          if (isLong) this.#runningLong -= 1
          this.wake()
        })
      }
    } catch (error) {
      logFailure('jobs.claim', error, 'jobs cannot be read')
    }
  }

  /** The kinds that may start now: one place is left to short jobs, unless there is only one. */
  #claimable(): string[] {
    const remoteKinds = this.#runningRemote < this.#remoteConcurrency ? this.#remoteKinds : []
    if (this.#running.size - this.#runningRemote >= this.#concurrency) return remoteKinds
    const longPlaces = Math.max(1, this.#concurrency - 1)
    if (this.#runningLong >= longPlaces) return [...this.#shortKinds, ...remoteKinds]
    return this.#kinds.filter((kind) => remoteKinds.includes(kind) || !this.#remoteKinds.includes(kind))
  }

  #track(run: Promise<void>): Promise<void> {
    const tracked = run
      .catch((error) => log.error({ event: 'jobs.end', err: error }, 'the end of a job was not recorded'))
      .finally(() => this.#running.delete(tracked))
    this.#running.add(tracked)
    return tracked
  }

  async #run(claimed: ClaimedJob): Promise<void> {
    const job = this.#jobs.get(claimed.kind) as JobDefinition
    if (claimed.starts > maxStarts)
      return this.#failPermanently(job, claimed, 'The process ended in every run.')
    const lost = new AbortController()
    const signal = AbortSignal.any([lost.signal, this.#stopping.signal])
    const heartbeat = setInterval(() => {
      extendLease(claimed).then(
        (isHeld) => isHeld || lost.abort(),
        (error) => log.warn({ event: 'jobs.lease', err: error }, 'the lease of a job was not extended'),
      )
    }, leaseMilliseconds / 3)
    try {
      const context = { id: claimed.id, attempt: claimed.attempts + 1, signal }
      const run = () => job.run(job.payload.parse(JSON.parse(claimed.payload)), context)
      const attributes = { 'roost.job.id': context.id, 'roost.job.attempt': context.attempt }
      await (telemetry()?.runJob(job.kind, attributes, run) ?? run())
    } catch (error) {
      if (signal.aborted) return releaseJob(claimed)
      return this.#recordFailure(job, claimed, error)
    } finally {
      clearInterval(heartbeat)
    }
    await (job.everyMinutes ? rescheduleJob(claimed, nextRun(job.everyMinutes)) : completeJob(claimed))
  }

  async #recordFailure(job: JobDefinition, claimed: ClaimedJob, error: unknown): Promise<void> {
    const message = error instanceof Error ? error.message : String(error)
    const attempt = claimed.attempts + 1
    const isLast = attempt >= job.maxAttempts || error instanceof PermanentJobError
    const fields = { event: 'jobs.failed', job: job.kind, id: claimed.id, attempt, err: error }
    log[isLast ? 'error' : 'warn'](
      fields,
      isLast ? 'a job failed permanently' : 'a job failed and is retried',
    )
    if (!isLast) return retryJob(claimed, message)
    if (job.everyMinutes) return rescheduleJob(claimed, nextRun(job.everyMinutes), message)
    await this.#failPermanently(job, claimed, message)
  }

  async #failPermanently(job: JobDefinition, claimed: ClaimedJob, message: string): Promise<void> {
    if (!(await failJob(claimed, message))) return
    const payload = job.payload.safeParse(JSON.parse(claimed.payload))
    if (payload.success) await job.onFailed?.(payload.data, { id: claimed.id })
  }
}

const nextRun = (minutes: number) => new Date(Date.now() + minutes * 60_000)
