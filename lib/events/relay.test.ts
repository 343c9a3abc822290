import cluster from 'node:cluster'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { unusedPort } from '../../scripts/unused-port.mjs'
import { eventually } from '../testing/eventually'
import { redisServer, startRedis } from '../testing/redis'
import { changeSettings } from '../testing/settings'
import { closeEvents, type LiveEvent, publish, subscribe } from './events'
import { startRelay } from './relay'

const relations = (userId: number): LiveEvent => ({ type: 'relations', userId })

afterEach(closeEvents)

describe('between the web processes of one machine', () => {
  const asWorker = () => {
    const before = cluster.isWorker
    Object.assign(cluster, { isWorker: true })
    const sent: unknown[] = []
    const spy = vi.spyOn(process, 'send' as 'on').mockImplementation(((message: unknown) => {
      sent.push(message)
      return true
    }) as never)
    onTestFinished(() => {
      Object.assign(cluster, { isWorker: before })
      spy.mockRestore()
    })
    return sent
  }

  test('sends an event to the primary process once and delivers it in this process', () => {
    const sent = asWorker()
    const received: LiveEvent[] = []
    subscribe((event) => received.push(event))
    publish(relations(1))
    expect([received, sent]).toEqual([[relations(1)], [{ roostEvent: relations(1) }]])
  })

  test('delivers events of the primary process and does not send them back', () => {
    const sent = asWorker()
    const received: LiveEvent[] = []
    subscribe((event) => received.push(event))
    process.emit('message', { roostEvent: relations(2) }, undefined)
    process.emit('message', 'something else', undefined)
    expect([received, sent]).toEqual([[relations(2)], []])
    closeEvents()
    process.emit('message', { roostEvent: relations(3) }, undefined)
    expect(received).toHaveLength(1)
  })
})

test('starts no relay in a single process', () => expect(startRelay(() => {})).toBeNull())

describe.runIf(redisServer)('between machines, through Redis', () => {
  /** Another machine: a second relay on the same Redis. */
  const startOtherMachine = () => {
    const received: LiveEvent[] = []
    const relay = startRelay((event) => received.push(event))
    onTestFinished(() => relay?.close())
    return { received, send: (event: LiveEvent) => relay?.send(event) }
  }

  test('delivers events to other machines once, and to this process while Redis is down', async () => {
    const port = await unusedPort()
    const stop = await startRedis(port)
    changeSettings({ REDIS_URL: `redis://127.0.0.1:${port}` })
    const received: LiveEvent[] = []
    subscribe((event) => received.push(event))
    const other = startOtherMachine()

    // Redis confirms a subscription asynchronously.
    await eventually(() => {
      publish(relations(1))
      other.send(relations(2))
      expect(other.received).toContainEqual(relations(1))
      expect(received).toContainEqual(relations(2))
    })
    expect(other.received).not.toContainEqual(relations(2))

    await stop()
    received.length = 0
    publish(relations(3))
    expect(received).toEqual([relations(3)])

    await startRedis(port)
    await eventually(() => expect(received).toContainEqual({ type: 'events-lost' }))
    await eventually(() => {
      other.send(relations(4))
      expect(received).toContainEqual(relations(4))
    })
  })
})
