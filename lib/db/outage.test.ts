import { AsyncLocalStorage } from 'node:async_hooks'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { databaseUrl } from '../env'
import { AppError } from '../errors'
import { log } from '../log/log'
import { db, engine, transaction } from './db'
import { DatabaseUnavailableError, isOutage, logFailure, markingOutages, outageRefusal } from './outage'
import { openPool } from './postgresql-pool'

beforeEach(() => {
  Object.assign(globalThis, { roostOutagesLoggedAt: undefined })
})

const withCode = (code: string) => Object.assign(new Error('failed'), { code })

test.each([
  ['a refused connection', withCode('ECONNREFUSED')],
  ['a server that shuts down', withCode('57P01')],
  ['a server that starts', withCode('57P03')],
  ['a cancelled statement', withCode('57014')],
  ['too many connections', withCode('53300')],
  ['a full disk under PostgreSQL', withCode('53100')],
  ['a full disk under SQLite', withCode('SQLITE_FULL')],
  ['a full disk under an upload', withCode('ENOSPC')],
  ['a locked SQLite database', withCode('SQLITE_BUSY_SNAPSHOT')],
  ['a transaction that Prisma has ended', withCode('P2028')],
  ['an error of the adapter', { cause: { kind: 'DatabaseNotReachable' } }],
  ['a full pool', new Error('timeout exceeded when trying to connect')],
  ['a lost connection', new Error('Connection terminated unexpectedly')],
])('counts %s as an outage', (_, error) => {
  expect(isOutage(error)).toBe(true)
})

test('maps errors of an outage to a refusal, also when Prisma has wrapped them', async () => {
  const marked = await markingOutages(() => Promise.reject(withCode('ECONNREFUSED'))).catch((error) => error)
  for (const error of [marked, Object.assign(new Error('wrapped'), { code: marked.code })])
    expect(outageRefusal(error)).toMatchObject({ code: 'unavailable', retryAfter: 5 })
})

test('does not map errors of another service to a refusal', () => {
  for (const code of ['ECONNREFUSED', 'ETIMEDOUT', 'P2028']) expect(outageRefusal(withCode(code))).toBeNull()
})

function loggedErrors() {
  const error = vi.spyOn(log, 'error')
  onTestFinished(() => error.mockRestore())
  return () => error.mock.calls.map(([fields]) => fields)
}

test('logs the cause of an outage once a minute, and another cause at once', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const logged = loggedErrors()
  const readOnly = Object.assign(new Error('failed'), { cause: { kind: 'postgres', originalCode: '25006' } })
  const fail = (error: Error) => markingOutages(() => Promise.reject(error)).catch(() => {})
  for (let count = 0; count < 3; count++) await fail(readOnly)
  expect(logged()).toEqual([{ event: 'database.unavailable', cause: '25006', err: readOnly }])
  await fail(withCode('SQLITE_FULL'))
  vi.setSystemTime(Date.now() + 60_000)
  await fail(readOnly)
  expect(logged()).toMatchObject(['25006', 'SQLITE_FULL', '25006'].map((cause) => ({ cause })))
})

test('logs repeatedly failing work as an error unless an outage is the cause', async () => {
  const logged = loggedErrors()
  const outage = await markingOutages(() => Promise.reject(withCode('ECONNREFUSED'))).catch((error) => error)
  const defect = withCode('42P01')
  for (const error of [outage, outage, defect]) logFailure('jobs.claim', error, 'jobs cannot be read')
  expect(logged()).toEqual([
    expect.objectContaining({ event: 'database.unavailable', cause: 'ECONNREFUSED' }),
    { event: 'jobs.claim', err: defect },
  ])
})

test('logs an outage within a transaction once, with the error of the driver', async () => {
  const logged = loggedErrors()
  const error = withCode('SQLITE_FULL')
  await transaction(() => markingOutages(() => Promise.reject(error))).catch(() => {})
  expect(logged()).toEqual([{ event: 'database.unavailable', cause: 'SQLITE_FULL', err: error }])
})

test('refuses an upload for which the disk has no space, and logs why', () => {
  const logged = loggedErrors()
  const error = withCode('ENOSPC')
  expect(outageRefusal(error)).toMatchObject({ code: 'unavailable', retryAfter: 5 })
  expect(logged()).toEqual([{ event: 'storage.full', cause: 'ENOSPC', err: error }])
})

test.each([
  ['a violated constraint', withCode('P2002')],
  ['a deadlock', withCode('40P01')],
  ['a missing table', withCode('42P01')],
  ['a refusal', new AppError('not-found')],
  ['a text', 'ECONNREFUSED'],
])('does not count %s as an outage', (_, error) => {
  expect(isOutage(error)).toBe(false)
  expect(outageRefusal(error)).toBeNull()
})

test('marks the response of the current request, also when the request recovers', async () => {
  const storage = new AsyncLocalStorage()
  const globals = globalThis as { roostResponse?: unknown }
  globals.roostResponse = storage
  onTestFinished(() => {
    globals.roostResponse = undefined
  })
  const response = {}
  const fail = () => markingOutages(() => Promise.reject(withCode('ECONNREFUSED')))
  await storage.run(response, () => expect(fail()).rejects.toThrow(DatabaseUnavailableError))
  expect(response).toEqual({ unavailableFor: 5, unavailableAt: expect.any(Number) })
})

test('rethrows errors that are not outages unchanged', async () => {
  const error = withCode('P2002')
  await expect(markingOutages(() => Promise.reject(error))).rejects.toBe(error)
})

test('reports an outage within a transaction', async () => {
  const failing = transaction(() => Promise.reject(withCode('SQLITE_FULL')))
  await expect(failing).rejects.toThrow(DatabaseUnavailableError)
  expect(await db.user.count()).toBe(0)
})

/** A server that accepts connections and never responds, like a frozen one. */
async function startSilentServer() {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => sockets.add(socket.on('error', () => {})))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `postgresql://roost@127.0.0.1:${(server.address() as AddressInfo).port}/postgres`
}

test('times out when a PostgreSQL server does not respond, and limits the number of waiting queries', async () => {
  const pool = openPool(await startSilentServer(), 1, { connection: 100, waiting: 2 })
  onTestFinished(() => pool.end())
  const results = await Promise.allSettled([1, 2, 3, 4].map(() => pool.query('SELECT 1')))
  const reasons = results.map((result) => (result as PromiseRejectedResult).reason)
  expect(reasons.every((reason) => isOutage(reason))).toBe(true)
  expect(reasons.map(({ code }) => code)).toContain('DATABASE_QUEUE_FULL')
})

test.runIf(engine === 'postgresql')(
  'closes a connection whose statement takes too long, and opens another',
  async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const pool = openPool(databaseUrl, 1, { statement: 200 })
    onTestFinished(async () => {
      await pool.end()
      vi.useRealTimers()
    })
    const client = await pool.connect()
    client.on('error', () => {})
    await client.query({ text: 'BEGIN', values: [] })
    const frozen = client.query('SELECT pg_sleep(30)')
    vi.advanceTimersByTime(200)
    await expect(frozen).rejects.toMatchObject({ code: 'DATABASE_TIMEOUT' })
    client.release()
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  },
)

test.runIf(engine === 'postgresql')(
  'limits statements and idle time of a transaction on the server',
  async () => {
    const settings = await transaction(
      (tx) => tx.$queryRaw`
      SELECT current_setting('statement_timeout') AS statement,
        current_setting('idle_in_transaction_session_timeout') AS idle`,
    )
    expect(settings).toEqual([{ statement: '15s', idle: '20s' }])
  },
)
