import cluster from 'node:cluster'
import {
  type IRateLimiterOptions,
  type RateLimiterAbstract,
  RateLimiterCluster,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible'
import { engine } from '../db/db'
import { env } from '../env'
import { log } from '../log/log'
import { databaseLimiter } from './database-limiter'
import { limitStore } from './redis-store'

/** Counts the points that keys consume. Rejects with a RateLimiterRes when a key exceeds its points. */
export type Limiter = Pick<RateLimiterAbstract, 'consume' | 'get' | 'reward' | 'delete'>

type Options = IRateLimiterOptions & {
  /** Whether the count must hold for all processes together, and across restarts, whatever fails. */
  isDurable?: boolean
}

/** Milliseconds. Enough on an overloaded machine: the primary process does little else. */
const primaryTimeout = 2000

/** Milliseconds between two lines of the log about the same store. */
const logInterval = 60_000

/**
 * Creates a limiter. It counts in Redis with REDIS_URL. Without Redis, durable limits are counted in the database if
 * that is PostgreSQL, because several servers or short-lived processes may share it; other limits in the primary
 * process if there are several web processes, else in memory. While Redis does not respond, durable limits fall back to
 * the database and others to memory (docs/decisions/046).
 */
export function newLimiter({ isDurable = false, ...options }: Options): Limiter {
  if (env.REDIS_URL) {
    const main = new RateLimiterRedis({ ...options, storeClient: limitStore(env.REDIS_URL) })
    return withFallback(main, isDurable ? databaseLimiter(options) : new RateLimiterMemory(options), 'Redis')
  }
  if (isDurable && engine === 'postgresql') return databaseLimiter(options)
  const memory = new RateLimiterMemory(options)
  if (!cluster.isWorker) return memory
  const main = new RateLimiterCluster({ ...options, timeoutMs: primaryTimeout })
  return withFallback(main, memory, 'the primary process')
}

const loggedAt = new Map<string, number>()

function withFallback(main: Limiter, fallback: Limiter, store: string): Limiter {
  const attempt = async <T>(work: (limiter: Limiter) => Promise<T>): Promise<T> => {
    try {
      return await work(main)
    } catch (error) {
      if (error instanceof RateLimiterRes) throw error
      if (Date.now() - (loggedAt.get(store) ?? 0) >= logInterval) {
        loggedAt.set(store, Date.now())
        log.warn({ event: 'rate-limit.store', err: error }, `${store} does not count limits`)
      }
      return work(fallback)
    }
  }
  return {
    consume: (key, points) => attempt((limiter) => limiter.consume(key, points)),
    get: (key) => attempt((limiter) => limiter.get(key)),
    reward: (key, points) => attempt((limiter) => limiter.reward(key, points)),
    delete: (key) => attempt((limiter) => limiter.delete(key)),
  }
}
