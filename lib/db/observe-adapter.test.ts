import { AsyncLocalStorage } from 'node:async_hooks'
import type { SqlDriverAdapter, SqlQuery, Transaction } from '@prisma/driver-adapter-utils'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { observeAdapter } from './observe-adapter'
import { DatabaseUnavailableError, markingOutages } from './outage'

const storage = new AsyncLocalStorage()

beforeEach(() => {
  const globals = globalThis as { roostResponse?: unknown }
  globals.roostResponse = storage
  vi.useFakeTimers()
  onTestFinished(() => {
    globals.roostResponse = undefined
    vi.useRealTimers()
  })
})

const query: SqlQuery = { sql: 'SELECT 1', args: [], argTypes: [] }

/** An adapter of a database that does not respond. */
function startSilentAdapter(): SqlDriverAdapter {
  const never = () => new Promise<never>(() => {})
  const silent = { provider: 'postgres', queryRaw: never, executeRaw: never }
  const startTransaction = async () => ({ ...silent }) as unknown as Transaction
  return observeAdapter({ ...silent, startTransaction } as unknown as SqlDriverAdapter)
}

/** How a promise has ended after the milliseconds. */
async function outcomeAfter(milliseconds: number, promise: Promise<unknown>): Promise<unknown> {
  let outcome: unknown = 'pending'
  promise.then(
    () => {
      outcome = 'done'
    },
    (error) => {
      outcome = error
    },
  )
  await vi.advanceTimersByTimeAsync(milliseconds)
  return outcome
}

/** Simulates an outage in a part of a request. @returns a function that reads within the request */
async function startFailedRequest(adapter: SqlDriverAdapter) {
  const response = {}
  const refused = Object.assign(new Error('failed'), { code: 'ECONNREFUSED' })
  await storage.run(response, () => markingOutages(() => Promise.reject(refused)).catch(() => {}))
  return (target: Pick<SqlDriverAdapter, 'queryRaw'> = adapter) =>
    storage.run(response, () => target.queryRaw(query))
}

test('reads wait for 3 s in total after another part of the request failed because of an outage', async () => {
  const adapter = startSilentAdapter()
  const read = await startFailedRequest(adapter)
  expect(await outcomeAfter(2950, read())).toBe('pending')
  expect(await outcomeAfter(100, read())).toBeInstanceOf(DatabaseUnavailableError)
  expect(await outcomeAfter(100, read())).toBeInstanceOf(DatabaseUnavailableError)
  const other = storage.run({}, () => adapter.queryRaw(query))
  expect(await outcomeAfter(60_000, other)).toBe('pending')
})

test('a request that continues for 30 s after an outage has no such limit', async () => {
  const adapter = startSilentAdapter()
  const read = await startFailedRequest(adapter)
  await vi.advanceTimersByTimeAsync(30_000)
  expect(await outcomeAfter(60_000, read())).toBe('pending')
})

test('a statement of a transaction keeps the limit of its connection', async () => {
  const adapter = startSilentAdapter()
  const read = await startFailedRequest(adapter)
  const transaction = await adapter.startTransaction()
  expect(await outcomeAfter(20_000, read(transaction))).toBe('pending')
})
