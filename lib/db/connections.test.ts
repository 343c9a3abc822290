import { readdirSync, readlinkSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { exploreFeed, homeFeed } from '../feeds/queries'
import { createPost } from '../posts/mutations'
import { resetApplication } from '../testing/database'
import { aUser, aViewer } from '../testing/factories'
import { db, engine, transaction } from './db'

const poolSize = 10

/** Connections of this process: as counted by the server, or as open files of the SQLite database. */
async function countConnections(): Promise<number> {
  if (engine === 'sqlite') return openFiles().filter((path) => path.endsWith('/roost.db')).length
  const [row] = await db.$queryRaw<{ n: bigint }[]>`
    SELECT COUNT(*) AS n FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend'
      AND application_name <> ${resetApplication}`
  return Number(row?.n)
}

function openFiles(): string[] {
  return readdirSync('/proc/self/fd').flatMap((name) => {
    try {
      return [readlinkSync(`/proc/self/fd/${name}`)]
    } catch {
      // The descriptor that read the directory is closed by now.
      return []
    }
  })
}

/** The allowed number of connections: the current number on SQLite, the pool size on PostgreSQL. */
async function connectionLimit(): Promise<number> {
  const current = await countConnections()
  return engine === 'sqlite' ? current : poolSize
}

const runConcurrently = <T>(count: number, work: (index: number) => Promise<T>) =>
  Promise.allSettled(Array.from({ length: count }, (_, index) => work(index)))
const countFailures = (results: PromiseSettledResult<unknown>[]) =>
  results.filter(({ status }) => status === 'rejected').length

test('a module that is loaded again, as by hot reload, shares the connections [DBR-09]', async () => {
  await db.user.count()
  const limit = await connectionLimit()
  for (let reload = 0; reload < 3; reload++) {
    vi.resetModules()
    const reloaded = await import('./db')
    expect(reloaded.transaction).not.toBe(transaction)
    expect(reloaded.db).toBe(db)
    await reloaded.transaction((tx) => tx.user.count())
  }
  expect(await countConnections()).toBeLessThanOrEqual(limit)
})

test('100 concurrent requests open no more connections than the pool allows [DBR-09]', async () => {
  const viewer = await aViewer()
  const limit = await connectionLimit()
  const requests = await runConcurrently(100, async (index) => {
    if (index % 2 === 0) await createPost(viewer, { body: `post ${index}` })
    return [await homeFeed(viewer, null, 25), await exploreFeed(viewer, null, 25)]
  })
  expect(countFailures(requests)).toBe(0)
  expect(await countConnections()).toBeLessThanOrEqual(limit)
})

test('a failed transaction releases its connection [DBR-09]', async () => {
  const { id } = await aUser()
  const limit = await connectionLimit()
  const fail = () => Promise.reject(new Error('stop'))
  const failing = [
    () => transaction(fail),
    () => transaction((tx) => tx.user.update({ where: { id }, data: { displayName: 'never' } }).then(fail)),
    () => transaction((tx) => tx.user.create({ data: { id, username: '', email: '' } as never })),
    () => transaction((tx) => tx.$queryRaw`SELECT * FROM missing`),
  ]
  // More than the pool has: the last ones could not begin if the first ones kept their connections.
  const count = 4 * poolSize
  const failed = await runConcurrently(count, (index) => (failing[index % 4] as () => Promise<unknown>)())
  expect(countFailures(failed)).toBe(count)
  const succeeding = await runConcurrently(count, () => transaction((tx) => tx.user.count()))
  expect(countFailures(succeeding)).toBe(0)
  expect(await countConnections()).toBeLessThanOrEqual(limit)
})

test('no statement is compiled before it runs', async () => {
  const compilers = engine === 'sqlite' ? [] : await db.$queryRaw`SELECT current_setting('jit') AS jit`
  expect(compilers).toEqual(engine === 'sqlite' ? [] : [{ jit: 'off' }])
})
