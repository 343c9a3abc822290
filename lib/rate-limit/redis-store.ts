import { once } from 'node:events'
import type { Redis } from 'ioredis'
import { env } from '../env'
import { log } from '../log/log'
import { openRedis } from '../redis/open-redis'

const shared = globalThis as { roostLimitStore?: Redis }

/** Milliseconds after which Redis counts as unavailable, so that requests do not wait for a Redis that hangs. */
const timeout = 1000

/** Milliseconds after which a Redis that hangs is disconnected. Until then its commands stay in memory, and requests wait. */
const socketTimeout = 2000

/**
 * The connection to REDIS_URL for the counts of limits. The first commands of a process wait until it is open; during an
 * outage of Redis they fail at once.
 */
export function limitStore(url: string): Redis {
  if (shared.roostLimitStore) return shared.roostLimitStore
  const client = openRedis(url, {
    maxRetriesPerRequest: 1,
    commandTimeout: timeout,
    socketTimeout,
  })
  client.on('error', (error) => log.warn({ event: 'rate-limit.redis', err: error }, 'Redis does not respond'))
  const stopWaiting = () => {
    client.options.enableOfflineQueue = false
  }
  client.once('ready', stopWaiting).once('close', stopWaiting)
  shared.roostLimitStore = client
  return client
}

/**
 * Whether Redis responds; true without REDIS_URL.
 * @throws the error of the connection
 */
export async function pingLimitStore(): Promise<boolean> {
  if (!env.REDIS_URL) return true
  const store = limitStore(env.REDIS_URL)
  if (store.status !== 'ready') await once(store, 'ready', { signal: AbortSignal.timeout(timeout) })
  return (await store.ping()) === 'PONG'
}

/** Closes the connection, so that a script or test can exit. */
export function closeLimitStore(): void {
  shared.roostLimitStore?.disconnect()
  delete shared.roostLimitStore
}
