import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { GET as live } from '../../../app/api/health/live/route'
import { GET as ready } from '../../../app/api/health/ready/route'
import { transaction } from '../../db/db'
import { env } from '../../env'
import { log } from '../../log/log'
import { isMigrated } from './database'
import { afterSuccess, atMostOnce, findFailingParts, readiness } from './readiness'

const check = async (response: Response) => [
  response.status,
  await response.json(),
  response.headers.get('cache-control'),
]

afterEach(() => vi.useRealTimers())

test('returns 200 when database, migrations and storage work [DEP-08]', async () => {
  expect(await findFailingParts()).toEqual([])
  expect(await check(await ready())).toEqual([200, { status: 'ok' }, 'no-store'])
})

test('is live without checking any dependency [DEP-08]', async () => {
  expect(await check(live())).toEqual([200, { status: 'ok' }, 'no-store'])
})

test('finds pending and failed migrations, and accepts those of a newer version [DEP-08]', async () => {
  expect(await isMigrated()).toBe(true)
  expect(await isMigrated(['20990101000000_next'])).toBe(false)
  const insert = (name: string, finished: Date | null) =>
    transaction(
      (tx) => tx.$executeRaw`
        INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
        VALUES (${name}, '', ${name}, ${new Date()}, ${finished}, 1)`,
    )
  await insert('20990101000000_next', null)
  expect(await isMigrated()).toBe(true)
  expect(await isMigrated(['20990101000000_next'])).toBe(false)
  await transaction(
    (tx) => tx.$executeRaw`DELETE FROM _prisma_migrations WHERE migration_name = '20990101000000_next'`,
  )
})

test('returns 503 with the names of failing and late parts only [DEP-08]', async () => {
  const failing = await findFailingParts(
    {
      database: async () => true,
      migrations: async () => false,
      redis: () => new Promise(() => {}),
      storage: async () => {
        throw new Error('connect ECONNREFUSED 10.0.0.7:9000')
      },
    },
    20,
  )
  expect(failing).toEqual(['migrations', 'redis', 'storage'])
})

test('logs a part that keeps failing once a minute, and again after it has worked', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const logged = vi.spyOn(log, 'warn').mockReturnValue()
  onTestFinished(() => logged.mockRestore())
  const working = () => findFailingParts({ redis: async () => true })
  const failing = () => findFailingParts({ redis: () => Promise.reject(new Error('ECONNREFUSED')) })
  await working()
  for (const [later, entries] of [
    [0, 1],
    [59_999, 1],
    [1, 2],
  ] as const) {
    vi.advanceTimersByTime(later)
    expect(await failing()).toEqual(['redis'])
    expect(logged).toHaveBeenCalledTimes(entries)
  }
  await working()
  await failing()
  expect(logged).toHaveBeenCalledTimes(3)
})

test('reports a storage that cannot be written, without its path [DEP-08]', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] })
  vi.advanceTimersByTime(60_000)
  const media = join(env.DATA_DIR, 'media')
  await rm(media, { recursive: true, force: true })
  // A file instead of the folder: root may write into every folder.
  await writeFile(media, '')
  expect(await check(await ready())).toEqual([
    503,
    { status: 'unavailable', failing: ['storage'] },
    'no-store',
  ])
  await rm(media)
  vi.advanceTimersByTime(2000)
  expect(await readiness(Date.now())).toEqual([])
})

test('does not repeat a check for a while after it has passed', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  let [result, calls] = [false, 0]
  const asked = afterSuccess(async () => {
    calls += 1
    return result
  }, 1000)
  expect([await asked(), await asked(), calls]).toEqual([false, false, 2])
  result = true
  expect([await asked(), await asked(), calls]).toEqual([true, true, 3])
  vi.advanceTimersByTime(1000)
  expect([await asked(), calls]).toEqual([true, 4])
})

test('requests within two seconds share a result, also while it is awaited', async () => {
  let calls = 0
  const ask = atMostOnce(async () => {
    calls += 1
    return calls
  })
  expect(await Promise.all([ask(0), ask(0), ask(1999)])).toEqual([1, 1, 1])
  expect([await ask(2000), calls]).toEqual([2, 2])
})
