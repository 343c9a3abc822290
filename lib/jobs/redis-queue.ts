import { Queue, Worker } from 'bullmq'
import { log } from '../log/log'
import { openRedis } from '../redis/open-redis'
import type { Dispatcher } from './dispatch'
import type { JobRunner } from './runner'

const queueName = 'roost-jobs'

/** Redis holds only the ids of jobs; their state is in the database. BullMQ removes an id after its delivery. */
const jobOptions = { removeOnComplete: true, removeOnFail: true }

const logError = (error: Error) =>
  log.warn({ event: 'jobs.redis', err: error }, 'Redis does not respond; workers poll the database')

/** Announces new jobs to the workers of all machines. While Redis is down, the workers find them by polling. */
export function redisDispatcher(url: string): Dispatcher & { close(): Promise<void> } {
  const connection = openRedis(url, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    lazyConnect: false,
    // Commands that wait for a Redis that hangs stay in memory until the connection is closed.
    socketTimeout: 5000,
  })
  connection.on('error', logError)
  const queue = new Queue(queueName, { connection })
  queue.on('error', logError)
  return {
    announce(id) {
      queue.add('job', {}, { ...jobOptions, jobId: id }).catch(logError)
    },
    async close() {
      await queue.close().catch(logError)
      connection.disconnect()
    },
  }
}

/**
 * Wakes the runner when `redisDispatcher` announces a job. The runner finds the job in the database and limits how many
 * run at the same time.
 * @returns a function that stops taking jobs
 */
export function startRedisWorker(url: string, runner: JobRunner): () => Promise<void> {
  const connection = openRedis(url, { maxRetriesPerRequest: null })
  connection.on('error', logError)
  const worker = new Worker(queueName, async () => runner.wake(), { connection })
  worker.on('error', logError)
  return async () => {
    await worker.close().catch(logError)
    connection.disconnect()
  }
}
