import cluster from 'node:cluster'
import { Redis } from 'ioredis'
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

/** Counts the points that keys spend. Rejects with a RateLimiterRes when a key has spent more than it may. */
export type Limiter = Pick<RateLimiterAbstract, 'consume' | 'get' | 'reward' | 'delete'>

/** Milliseconds. Long enough for an overloaded machine: the primary process does little besides counting. */
const primaryTimeout = 2000

/**
 * A limiter that counts in Redis with REDIS_URL, else in the primary process if there are several web processes, else
 * in memory. While Redis or the primary does not answer, this process counts alone (docs/decisions/016).
 */
export function newLimiter(options: IRateLimiterOptions): Limiter {
  const local = new RateLimiterMemory(options)
  if (env.REDIS_URL)
    return new RateLimiterRedis({ ...options, storeClient: redis(env.REDIS_URL), insuranceLimiter: local })
  if (cluster.isWorker)
    return insured(new RateLimiterCluster({ ...options, timeoutMs: primaryTimeout }), local)
  return local
}

/** RateLimiterCluster takes no `insuranceLimiter` itself. */
function insured(main: Limiter, insurance: Limiter): Limiter {
  const attempt = async <T>(work: (limiter: Limiter) => Promise<T>): Promise<T> => {
    try {
      return await work(main)
    } catch (error) {
      if (error instanceof RateLimiterRes) throw error
      log.warn({ event: 'rate-limit.primary', err: error }, 'the primary process does not answer')
      return work(insurance)
    }
  }
  return {
    consume: (key, points) => attempt((limiter) => limiter.consume(key, points)),
    get: (key) => attempt((limiter) => limiter.get(key)),
    reward: (key, points) => attempt((limiter) => limiter.reward(key, points)),
    delete: (key) => attempt((limiter) => limiter.delete(key)),
  }
}

const shared = globalThis as { roostLimitStore?: Redis }

function redis(url: string): Redis {
  if (shared.roostLimitStore) return shared.roostLimitStore
  const client = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1 })
  client.on('error', (error) => log.warn({ event: 'rate-limit.redis', err: error }, 'Redis does not answer'))
  shared.roostLimitStore = client
  return client
}
