import cluster from 'node:cluster'
import { randomUUID } from 'node:crypto'
import { env } from '../env'
import { log } from '../log/log'
import { openRedis } from '../redis/open-redis'
import type { LiveEvent } from './events'

/** Sends events to the other processes, and delivers theirs to this one. */
export type Relay = {
  send(event: LiveEvent): void
  /** Waits until everything has been sent, or has failed. */
  flush(): Promise<void>
  close(): void
}

type Deliver = (event: LiveEvent) => void

/** Uses Redis with REDIS_URL, else the primary process. Returns null for a single process. */
export function startRelay(deliver: Deliver): Relay | null {
  const primary = cluster.isWorker ? startPrimaryRelay(deliver) : null
  return env.REDIS_URL ? startRedisRelay(env.REDIS_URL, deliver, primary) : primary
}

/** The primary process (scripts/server.mjs) forwards the messages of a web process to all others. */
function startPrimaryRelay(deliver: Deliver): Relay {
  const receive = (message: unknown) => {
    const { roostEvent } = (message ?? {}) as { roostEvent?: LiveEvent }
    if (roostEvent) deliver(roostEvent)
  }
  process.on('message', receive)
  return {
    send: (event) => void process.send?.({ roostEvent: event }),
    flush: async () => {},
    close: () => process.off('message', receive),
  }
}

const channel = 'roost:events'

/** Milliseconds. Commands that wait for a Redis that hangs stay in memory until the connection is closed. */
const answerTimeout = 5000

/**
 * Publishes to all processes on all machines. While Redis is down, the primary process relays events within this
 * machine. Those of other machines are lost: the event `events-lost` reports that after the reconnect.
 */
function startRedisRelay(url: string, deliver: Deliver, primary: Relay | null): Relay {
  const senderId = randomUUID()
  const publisher = openRedis(url, { maxRetriesPerRequest: 1, socketTimeout: answerTimeout })
  const subscriber = openRedis(url, { maxRetriesPerRequest: null })
  for (const client of [publisher, subscriber])
    client.on('error', (error) => log.warn({ event: 'events.redis', err: error }, 'Redis does not respond'))
  let disconnected = false
  subscriber.on('close', () => {
    disconnected = true
  })
  subscriber.on('ready', () => {
    if (disconnected) deliver({ type: 'events-lost' })
    disconnected = false
  })
  // ioredis repeats the subscription after each reconnect.
  subscriber.subscribe(channel).catch((error) => log.warn({ event: 'events.redis', err: error }))
  subscriber.on('message', (_, text) => {
    const { from, event } = JSON.parse(text) as { from: string; event: LiveEvent }
    if (from !== senderId) deliver(event)
  })
  const pending = new Set<Promise<unknown>>()
  return {
    send(event) {
      const sent = publisher
        .publish(channel, JSON.stringify({ from: senderId, event }))
        .catch(() => primary?.send(event))
        .finally(() => pending.delete(sent))
      pending.add(sent)
    },
    flush: async () => void (await Promise.all(pending)),
    close() {
      publisher.disconnect()
      subscriber.disconnect()
      primary?.close()
    },
  }
}
