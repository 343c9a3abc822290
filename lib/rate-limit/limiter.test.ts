import cluster from 'node:cluster'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { newLimiter } from './limiter'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

type Message = {
  type?: string
  func?: string
  keyPrefix?: string
  promiseId?: string
  data?: { key: string }
}

/** Makes this process a web process with a simulated primary process. */
function asWorker(respond: (message: Message) => object | null): Message[] {
  const before = cluster.isWorker
  Object.assign(cluster, { isWorker: true })
  const sent: Message[] = []
  const spy = vi.spyOn(process, 'send' as 'on').mockImplementation(((message: Message) => {
    sent.push(message)
    const reply = respond(message)
    if (reply) process.emit('message', { channel: 'rate_limiter_flexible', ...reply }, undefined)
    return true
  }) as never)
  onTestFinished(() => {
    Object.assign(cluster, { isWorker: before })
    spy.mockRestore()
  })
  return sent
}

const options = { points: 2, duration: 60, keyPrefix: 'test' }
const settle = async <T>(work: Promise<T>): Promise<T | 'rejected'> => {
  const settled = work.catch(() => 'rejected' as const)
  await vi.advanceTimersByTimeAsync(3000)
  return settled
}

test('counts in the primary process', async () => {
  const rejection = { remainingPoints: 0, msBeforeNext: 5000, consumedPoints: 3, isFirstInDuration: false }
  const sent = asWorker(({ type, func, keyPrefix, promiseId }) => {
    if (type === 'init') return { type, keyPrefix: 'test' }
    return func ? { type: 'reject', keyPrefix, promiseId, data: rejection } : null
  })
  const limiter = newLimiter(options)
  await expect(limiter.consume('ann')).rejects.toMatchObject({ msBeforeNext: 5000 })
  expect(sent.map(({ func, data }) => [func, data?.key])).toContainEqual(['consume', 'ann'])
})

test('falls back to memory while the primary process does not respond', async () => {
  asWorker(() => null)
  const limiter = newLimiter(options)
  expect(await settle(limiter.consume('ann'))).toMatchObject({ consumedPoints: 1 })
  expect(await settle(limiter.consume('ann'))).toMatchObject({ consumedPoints: 2 })
  expect(await settle(limiter.consume('ann'))).toBe('rejected')
  expect(await settle(limiter.get('ann'))).toMatchObject({ consumedPoints: 3 })
  expect(await settle(limiter.consume('bob'))).toMatchObject({ consumedPoints: 1 })
  expect(await settle(limiter.delete('ann'))).toBe(true)
  expect(await settle(limiter.consume('ann'))).toMatchObject({ consumedPoints: 1 })
})
