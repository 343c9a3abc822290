import { spawn } from 'node:child_process'
import cluster from 'node:cluster'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { changeSettings } from '../testing/settings'
import { closeEvents, type LiveEvent, publish, subscribe } from './events'
import { startRelay } from './relay'

const relations = (userId: number): LiveEvent => ({ type: 'relations', userId })

afterEach(closeEvents)

describe('among the web processes of one machine', () => {
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

  test('what happens in one is handed to the process above, once, and heard here at once', () => {
    const sent = asWorker()
    const heard: LiveEvent[] = []
    subscribe((event) => heard.push(event))
    publish(relations(1))
    expect([heard, sent]).toEqual([[relations(1)], [{ roostEvent: relations(1) }]])
  })

  test('what the process above hands on is heard, and not sent back', () => {
    const sent = asWorker()
    const heard: LiveEvent[] = []
    subscribe((event) => heard.push(event))
    process.emit('message', { roostEvent: relations(2) }, undefined)
    process.emit('message', 'something else', undefined)
    expect([heard, sent]).toEqual([[relations(2)], []])
    closeEvents()
    process.emit('message', { roostEvent: relations(3) }, undefined)
    expect(heard).toHaveLength(1)
  })
})

test('a single process has nobody to tell', () => expect(startRelay(() => {})).toBeNull())

async function freePort(): Promise<number> {
  const probe = createServer().listen(0)
  await new Promise((resolve) => probe.once('listening', resolve))
  const { port } = probe.address() as { port: number }
  await new Promise((resolve) => probe.close(resolve))
  return port
}

const redisServer = ['/usr/bin/redis-server', '/usr/local/bin/redis-server'].find((path) => existsSync(path))

describe.runIf(redisServer)('among machines, through Redis', () => {
  const startRedis = async (port: number) => {
    const server = spawn(redisServer as string, ['--port', String(port), '--save', '', '--appendonly', 'no'])
    const gone = new Promise((resolve) => server.once('exit', resolve))
    const stop = async () => {
      server.kill('SIGKILL')
      await gone
    }
    onTestFinished(stop)
    await new Promise<void>((resolve) => {
      server.stdout.on('data', (text) => String(text).includes('Ready to accept') && resolve())
    })
    return stop
  }

  /** Another machine: a relay of its own on the same Redis. */
  const another = () => {
    const heard: LiveEvent[] = []
    const relay = startRelay((event) => heard.push(event))
    onTestFinished(() => relay?.close())
    return { heard, send: (event: LiveEvent) => relay?.send(event) }
  }

  test('each hears the others and never itself; while Redis is away each still hears itself', async () => {
    const port = await freePort()
    const stop = await startRedis(port)
    changeSettings({ REDIS_URL: `redis://127.0.0.1:${port}` })
    const heard: LiveEvent[] = []
    subscribe((event) => heard.push(event))
    const there = another()

    // Subscriptions take effect a moment after they are asked for.
    await vi.waitFor(() => {
      publish(relations(1))
      there.send(relations(2))
      expect(there.heard).toContainEqual(relations(1))
      expect(heard).toContainEqual(relations(2))
    })
    expect(there.heard).not.toContainEqual(relations(2))

    await stop()
    heard.length = 0
    publish(relations(3))
    expect(heard).toEqual([relations(3)])

    await startRedis(port)
    await vi.waitFor(() => expect(heard).toContainEqual({ type: 'missed' }), 10_000)
    await vi.waitFor(() => {
      there.send(relations(4))
      expect(heard).toContainEqual(relations(4))
    }, 10_000)
  })
})
