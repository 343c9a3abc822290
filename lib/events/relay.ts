import cluster from 'node:cluster'
import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { env } from '../env'
import { log } from '../log/log'
import type { LiveEvent } from './events'

/** The way of events to the other processes, and of theirs to this one. */
export type Relay = { send(event: LiveEvent): void; close(): void }

type Deliver = (event: LiveEvent) => void

/** Through Redis where there is one, else through the process that started the web processes; null for a single one. */
export function startRelay(deliver: Deliver): Relay | null {
  const siblings = cluster.isWorker ? startSiblings(deliver) : null
  return env.REDIS_URL ? startRedis(env.REDIS_URL, deliver, siblings) : siblings
}

/** scripts/server.mjs hands on what a web process sends to all others. */
function startSiblings(deliver: Deliver): Relay {
  const receive = (message: unknown) => {
    const { roostEvent } = (message ?? {}) as { roostEvent?: LiveEvent }
    if (roostEvent) deliver(roostEvent)
  }
  process.on('message', receive)
  return {
    send: (event) => void process.send?.({ roostEvent: event }),
    close: () => process.off('message', receive),
  }
}

const channel = 'roost:events'

/**
 * Every process hears all others. While Redis is away, those of this machine still hear each other; what came from
 * elsewhere was missed, and is told as such once Redis is back.
 */
function startRedis(url: string, deliver: Deliver, siblings: Relay | null): Relay {
  const self = randomUUID()
  const publisher = new Redis(url, { maxRetriesPerRequest: 1 })
  const subscriber = new Redis(url, { maxRetriesPerRequest: null })
  for (const client of [publisher, subscriber])
    client.on('error', (error) => log.warn({ event: 'events.redis', err: error }, 'Redis does not answer'))
  let away = false
  subscriber.on('close', () => {
    away = true
  })
  subscriber.on('ready', () => {
    if (away) deliver({ type: 'missed' })
    away = false
  })
  // Again after each reconnection, which ioredis does by itself.
  subscriber.subscribe(channel).catch((error) => log.warn({ event: 'events.redis', err: error }))
  subscriber.on('message', (_, text) => {
    const { from, event } = JSON.parse(text) as { from: string; event: LiveEvent }
    if (from !== self) deliver(event)
  })
  return {
    send(event) {
      publisher.publish(channel, JSON.stringify({ from: self, event })).catch(() => siblings?.send(event))
    },
    close() {
      publisher.disconnect()
      subscriber.disconnect()
      siblings?.close()
    },
  }
}
