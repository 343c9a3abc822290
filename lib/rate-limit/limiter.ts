import cluster from 'node:cluster'
import {
  type IRateLimiterOptions,
  type RateLimiterAbstract,
  RateLimiterCluster,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible'
import { env } from '../env'
import { log } from '../log/log'
import { limitStore } from './redis-store'

/** Counts the points that keys consume. Rejects with a RateLimiterRes when a key exceeds its points. */
export type Limiter = Pick<RateLimiterAbstract, 'consume' | 'get' | 'reward' | 'delete'>

/** Milliseconds. Enough on an overloaded machine: the primary process does little else. */
const primaryTimeout = 2000

/**
 * Creates a limiter. It counts in Redis with REDIS_URL, else in the primary process if there are several web processes,
 * else in memory. While Redis or the primary process does not respond, it falls back to memory (docs/decisions/016).
 */
export function newLimiter(options: IRateLimiterOptions): Limiter {
  const fallback = new RateLimiterMemory(options)
  if (env.REDIS_URL)
    return new RateLimiterRedis({
      ...options,
      storeClient: limitStore(env.REDIS_URL),
      insuranceLimiter: fallback,
    })
  if (cluster.isWorker)
    return withFallback(new RateLimiterCluster({ ...options, timeoutMs: primaryTimeout }), fallback)
  return fallback
}

/** RateLimiterCluster has no option `insuranceLimiter`. */
function withFallback(main: Limiter, fallback: Limiter): Limiter {
  const attempt = async <T>(work: (limiter: Limiter) => Promise<T>): Promise<T> => {
    try {
      return await work(main)
    } catch (error) {
      if (error instanceof RateLimiterRes) throw error
      log.warn({ event: 'rate-limit.primary', err: error }, 'the primary process does not respond')
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
