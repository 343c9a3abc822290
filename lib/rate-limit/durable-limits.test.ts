import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { unusedPort } from '../../scripts/unused-port.mjs'
import { db, engine, transaction } from '../db/db'
import { eventually } from '../testing/eventually'
import { redisServer, startRedis } from '../testing/redis'
import { changeSettings } from '../testing/settings'
import { databaseLimiter, purgeRateLimits } from './database-limiter'
import { type Limiter, newLimiter } from './limiter'
import { closeLimitStore, pingLimitStore } from './redis-store'

const options = { points: 2, duration: 60, keyPrefix: 'test' }
const durable = { ...options, isDurable: true }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
  closeLimitStore()
})

const spendAll = async (limiter: Limiter, key: string) => {
  for (let count = 0; count < options.points; count++) await limiter.consume(key)
}

describe('the count in the database', () => {
  test('is shared by limiters, survives a new one, and ends with its period', async () => {
    await spendAll(databaseLimiter(options), 'ann')
    const other = databaseLimiter(options)
    await expect(other.consume('ann')).rejects.toMatchObject({ remainingPoints: 0, msBeforeNext: 60_000 })
    await other.consume('bob')
    vi.setSystemTime(Date.now() + 60_000)
    expect(await other.get('ann')).toBeNull()
    expect(await other.consume('ann')).toMatchObject({ remainingPoints: 1, consumedPoints: 1 })
  })

  test('allows exactly the limit of simultaneous attempts', async () => {
    const limiter = databaseLimiter({ ...options, points: 5 })
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => limiter.consume('ann')))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
  })

  test('refuses without waiting for a lock when no point is left', async () => {
    const limiter = databaseLimiter(options)
    await spendAll(limiter, 'ann')
    await transaction(async (tx) => {
      await tx.rateLimit.updateMany({ data: { points: options.points } })
      await expect(limiter.consume('ann')).rejects.toMatchObject({ remainingPoints: 0, msBeforeNext: 60_000 })
    })
  })

  test('gets back one or all points', async () => {
    const limiter = databaseLimiter(options)
    await spendAll(limiter, 'ann')
    expect(await limiter.reward('ann', 1)).toMatchObject({ consumedPoints: 1 })
    await limiter.consume('ann')
    await expect(limiter.consume('ann')).rejects.toMatchObject({ remainingPoints: 0 })
    expect(await limiter.delete('ann')).toBe(true)
    await spendAll(limiter, 'ann')
  })

  test('stores neither addresses nor ids, and is deleted after its end', async () => {
    await databaseLimiter(options).consume('192.0.2.1')
    const [row] = await db.rateLimit.findMany()
    expect(row?.key).toMatch(/^[\w-]{43}$/)
    expect(await purgeRateLimits()).toBe(0)
    vi.setSystemTime(Date.now() + 60_000)
    expect(await purgeRateLimits()).toBe(1)
  })

  test('refuses an attempt that cannot be counted, and says when to try again', async () => {
    await transaction((tx) => tx.$executeRaw`ALTER TABLE rate_limits RENAME TO rate_limits_away`)
    try {
      await expect(databaseLimiter(options).consume('ann')).rejects.toMatchObject({
        code: 'busy',
        retryAfter: 5,
      })
    } finally {
      await transaction((tx) => tx.$executeRaw`ALTER TABLE rate_limits_away RENAME TO rate_limits`)
    }
  })
})

describe('without Redis', () => {
  test('durable limits are counted in the database if several servers may share it', async () => {
    await newLimiter(durable).consume('ann')
    await newLimiter(options).consume('ann')
    expect(await db.rateLimit.count()).toBe(engine === 'postgresql' ? 1 : 0)
  })
})

describe.runIf(redisServer)('with Redis', () => {
  test('durable limits are counted in the database while Redis is unavailable, others in memory', async () => {
    const port = await unusedPort()
    changeSettings({ REDIS_URL: `redis://127.0.0.1:${port}` })
    const logIns = newLimiter(durable)
    const reads = newLimiter({ ...options, keyPrefix: 'reads' })
    await spendAll(logIns, 'ann')
    await spendAll(reads, 'ann')
    expect(await db.rateLimit.count()).toBe(1)
    // A limiter of another process: it has the count of log-ins only.
    await expect(newLimiter(durable).consume('ann')).rejects.toMatchObject({ remainingPoints: 0 })
    await newLimiter({ ...options, keyPrefix: 'reads' }).consume('ann')
  })

  test('requests wait for a Redis that hangs only until it is disconnected', async () => {
    const port = await unusedPort()
    const { pid } = await startRedis(port)
    changeSettings({ REDIS_URL: `redis://127.0.0.1:${port}` })
    const limiter = newLimiter({ ...options, points: 100 })
    await pingLimitStore()
    process.kill(pid, 'SIGSTOP')
    await eventually(async () => {
      const started = performance.now()
      await limiter.consume('ann')
      expect(performance.now() - started).toBeLessThan(500)
    })
  })

  test('both are counted in Redis while it responds, and again after an outage', async () => {
    const port = await unusedPort()
    const stop = await startRedis(port)
    changeSettings({ REDIS_URL: `redis://127.0.0.1:${port}` })
    const limiter = newLimiter(durable)
    // Before the connection is open, however long that takes.
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
    await limiter.consume('ann')
    vi.useFakeTimers({ toFake: ['Date'] })
    expect(await db.rateLimit.count()).toBe(0)
    const countInRedis = () =>
      eventually(async () => {
        await limiter.consume(crypto.randomUUID())
        const rows = await db.rateLimit.count()
        await limiter.consume(crypto.randomUUID())
        expect(await db.rateLimit.count()).toBe(rows)
      })
    await countInRedis()
    await stop()
    await spendAll(limiter, 'ann')
    await expect(newLimiter(durable).consume('ann')).rejects.toMatchObject({ remainingPoints: 0 })
    await startRedis(port)
    await countInRedis()
  })
})
