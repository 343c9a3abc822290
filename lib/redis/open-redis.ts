import { Redis, type RedisOptions } from 'ioredis'
import { env } from '../env'

/**
 * Opens a connection to Redis. With REDIS_TLS=no-verify the certificate of a `rediss://` server is not verified.
 * @param url REDIS_URL
 */
export function openRedis(url: string, options: RedisOptions): Redis {
  const isUnverified = url.startsWith('rediss://') && env.REDIS_TLS === 'no-verify'
  return new Redis(url, { ...options, ...(isUnverified && { tls: { rejectUnauthorized: false } }) })
}
