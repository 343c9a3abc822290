import { deleteAccountsJob } from '../account-deletion/jobs'
import { purgeApiTokensJob } from '../api-tokens/jobs'
import { purgeNow, purgeRegularly } from '../deletions/jobs'
import { digestMailJob, digestsJob } from '../digests/jobs'
import { emailChangedJob, verificationJob } from '../email-changes/jobs'
import { env } from '../env'
import { exportJob, exportMailJob, purgeExportsJob } from '../exports/jobs'
import { importJob, purgeImportsJob } from '../imports/jobs'
import type { JobDefinition } from '../jobs/definition'
import { setDispatcher } from '../jobs/dispatch'
import { purgeFailedJobsJob } from '../jobs/purge-job'
import { JobRunner } from '../jobs/runner'
import { log } from '../log/log'
import { mailJob } from '../mail/mail-job'
import { purgeWrittenMailsJob } from '../mail/purge-job'
import { purgeGrantsJob } from '../oauth-grants/jobs'
import { purgeRateLimitsJob } from '../rate-limit/purge-job'
import { passwordResetJob } from '../recovery/jobs'
import { completeSearchIndex } from '../search/jobs'
import { securityMailJob } from '../security-mails/jobs'
import { purgeSessionsJob } from '../sessions/jobs'
import { purgeUserTokensJob } from '../user-tokens/jobs'
import { purgeDeliveriesJob, webhookJob } from '../webhook-deliveries/jobs'

/** Every kind of job. A job without an entry never runs. */
const allJobs = [
  mailJob,
  passwordResetJob,
  verificationJob,
  emailChangedJob,
  securityMailJob,
  purgeUserTokensJob,
  purgeApiTokensJob,
  purgeGrantsJob,
  purgeSessionsJob,
  purgeRateLimitsJob,
  purgeFailedJobsJob,
  purgeWrittenMailsJob,
  exportJob,
  exportMailJob,
  purgeExportsJob,
  importJob,
  purgeImportsJob,
  digestsJob,
  digestMailJob,
  deleteAccountsJob,
  webhookJob,
  purgeDeliveriesJob,
] as unknown as JobDefinition[]

/** Where jobs run: by default in workers with Redis, else in the web processes. */
const mode = env.JOBS !== 'auto' ? env.JOBS : env.REDIS_URL ? 'worker' : 'embedded'

/** Jobs at the same time in a worker; a web process runs two. */
const workerConcurrency = 4

/** Milliseconds between two polls of a worker that Redis informs of new jobs. */
const pollWithRedis = 5000

/**
 * Prepares a web process for jobs. JOBS says where they run: in this process, in `npm run worker`, or when a scheduler
 * calls /api/jobs.
 */
export async function startJobs(): Promise<void> {
  if (mode === 'embedded') {
    const runner = new JobRunner(allJobs)
    setDispatcher({ announce: () => runner.wake() })
    endWithProcess(runner)
    await runner.start()
  } else if (mode === 'worker' && env.REDIS_URL) {
    const { redisDispatcher } = await import('../jobs/redis-queue')
    setDispatcher(redisDispatcher(env.REDIS_URL))
  }
}

/**
 * Starts the periodic maintenance of a web process. On serverless hosts, `drainJobs` does this work, because processes
 * are suspended between requests.
 */
export function startMaintenance(): void {
  if (env.functionHost) return
  purgeRegularly()
  // Not awaited: it takes long on a large database, and only search depends on it.
  void completeSearchIndex()
}

/** What scripts/server.mjs passes with the event `roost:closing`: it waits for the promise before the process ends. */
type WaitFor = (work: Promise<void>) => void

/** Returns running jobs to the queue when the process is about to end. `next dev` only has the signal. */
function endWithProcess(runner: JobRunner): void {
  process.once('SIGTERM', () => void runner.stop(0))
  process.once('roost:closing', (waitFor?: WaitFor) => {
    const stopped = runner.stop(0)
    waitFor?.(stopped)
  })
}

/**
 * Runs the jobs of other processes in this one.
 * @returns a function that ends the work: it waits for running jobs, then interrupts them
 */
export async function startWorker(): Promise<(graceMilliseconds: number) => Promise<void>> {
  const pollMilliseconds = env.REDIS_URL ? pollWithRedis : undefined
  const runner = new JobRunner(allJobs, { concurrency: workerConcurrency, pollMilliseconds })
  setDispatcher({ announce: () => runner.wake() })
  await runner.start()
  const { startRedisWorker } = await import('../jobs/redis-queue')
  const stopRedis = env.REDIS_URL ? startRedisWorker(env.REDIS_URL, runner) : null
  return async (graceMilliseconds) => {
    await Promise.all([stopRedis?.(), runner.stop(graceMilliseconds)])
    log.info({ event: 'jobs.stopped' }, 'the worker has stopped')
  }
}

/**
 * Whether this process has seen a complete search index. Only migrations empty rows, and they run before the process
 * starts.
 */
let isSearchComplete = false

/**
 * Runs due jobs for a limited time, in a request of a scheduler. On serverless hosts, the rest of the time is for
 * the search index: after an upgrade it can take many requests, and mails must not wait for it.
 * @returns how many have run
 */
export async function drainJobs(milliseconds: number): Promise<number> {
  const deadline = Date.now() + milliseconds
  if (env.functionHost) await purgeNow()
  const count = await new JobRunner(allJobs).drain(deadline)
  if (env.functionHost && !isSearchComplete) isSearchComplete = await completeSearchIndex(deadline)
  return count
}
