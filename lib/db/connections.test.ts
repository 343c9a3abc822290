import { readdirSync, readlinkSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { exploreFeed, homeFeed } from '../feeds/queries'
import { createPost } from '../posts/mutations'
import { aUser, aViewer } from '../testing/factories'
import { db, engine, transaction } from './db'

const poolSize = 10

/** Connections that this process holds: as the server counts them, or as open files of the database. */
async function connections(): Promise<number> {
  if (engine === 'sqlite') return openFiles().filter((path) => path.endsWith('/roost.db')).length
  const [row] = await db.$queryRaw<{ n: bigint }[]>`
    SELECT COUNT(*) AS n FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend'`
  return Number(row?.n)
}

function openFiles(): string[] {
  return readdirSync('/proc/self/fd').flatMap((name) => {
    try {
      return [readlinkSync(`/proc/self/fd/${name}`)]
    } catch {
      // The listing's own.
      return []
    }
  })
}

/** How many there may be later: on SQLite never more than now, on PostgreSQL as many as the pool has. */
async function limit(): Promise<number> {
  const now = await connections()
  return engine === 'sqlite' ? now : poolSize
}

const many = <T>(count: number, work: (at: number) => Promise<T>) =>
  Promise.allSettled(Array.from({ length: count }, (_, at) => work(at)))
const failures = (results: PromiseSettledResult<unknown>[]) =>
  results.filter(({ status }) => status === 'rejected').length

test('DBR-09 a module that is loaded again, as hot reload does, shares the connections', async () => {
  await db.user.count()
  const most = await limit()
  for (let reload = 0; reload < 3; reload++) {
    vi.resetModules()
    const again = await import('./db')
    expect(again.transaction).not.toBe(transaction)
    expect(again.db).toBe(db)
    await again.transaction((tx) => tx.user.count())
  }
  expect(await connections()).toBeLessThanOrEqual(most)
})

test('DBR-09 many requests at once take no more connections than the pool has', async () => {
  const viewer = await aViewer()
  const most = await limit()
  const requests = await many(100, async (at) => {
    if (at % 2 === 0) await createPost(viewer, { body: `post ${at}` })
    return [await homeFeed(viewer, null, 25), await exploreFeed(viewer, null, 25)]
  })
  expect(failures(requests)).toBe(0)
  expect(await connections()).toBeLessThanOrEqual(most)
})

test('DBR-09 a transaction that fails gives its connection back', async () => {
  const { id } = await aUser()
  const most = await limit()
  const stop = () => Promise.reject(new Error('stop'))
  const failing = [
    () => transaction(stop),
    () => transaction((tx) => tx.user.update({ where: { id }, data: { displayName: 'never' } }).then(stop)),
    () => transaction((tx) => tx.user.create({ data: { id, username: '', email: '' } as never })),
    () => transaction((tx) => tx.$queryRaw`SELECT * FROM missing`),
  ]
  // More than the pool has: the last of them could not even begin.
  const count = 4 * poolSize
  expect(failures(await many(count, (at) => (failing[at % 4] as () => Promise<unknown>)()))).toBe(count)
  expect(failures(await many(count, () => transaction((tx) => tx.user.count())))).toBe(0)
  expect(await connections()).toBeLessThanOrEqual(most)
})
