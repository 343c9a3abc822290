import { expect, test } from 'vitest'
import { db, Prisma } from '../db/db'
import { databaseUrl, env } from '../env'
import { aPost, aViewer } from '../testing/factories'
import { runScript } from '../testing/run-script'

/** In the night when Berlin and Kolkata had another date than UTC, and Berlin's clocks skipped this hour. */
const time = '2026-03-29T01:30:00.123Z'

test('stores and reads times independently of the time zone of the process [DAT-05]', async () => {
  const ann = await aViewer()
  await aPost(ann, 'written here', { createdAt: new Date(time) })
  const settings = { DATABASE_URL: databaseUrl, DATA_DIR: env.DATA_DIR, LOG_LEVEL: 'silent' }
  const zones = { 'Asia/Kolkata': -330, 'America/Los_Angeles': 420, 'Europe/Berlin': -120 }
  for (const [TZ, offset] of Object.entries(zones)) {
    const start = Date.now()
    const args = [String(ann.id), time]
    const { out, err } = await runScript('lib/testing/post-in-zone.ts', args, { ...settings, TZ })
    expect(err).toBe('')
    const there = JSON.parse(out) as { offset: number; times: string[] }
    expect(there.offset, TZ).toBe(offset)
    expect(there.times[0], TZ).toBe(time)
    const here = await db.post.findMany({ orderBy: { id: 'asc' }, select: { createdAt: true } })
    const times = here.map(({ createdAt }) => createdAt.toISOString())
    expect(times, TZ).toEqual(there.times)
    expect(times.at(-2), TZ).toBe(time)
    const byDefault = Date.parse(times.at(-1) ?? '')
    expect(byDefault, TZ).toBeGreaterThanOrEqual(start - 1000)
    expect(byDefault, TZ).toBeLessThanOrEqual(Date.now())
  }
})

test('stores times in UTC [DAT-01]', async () => {
  const { id } = await aPost(await aViewer(), 'Hello', { createdAt: new Date(time) })
  const column = Prisma.sql`CAST(created_at AS TEXT)`
  const [row] = await db.$queryRaw<
    { stored: string }[]
  >`SELECT ${column} AS stored FROM posts WHERE id = ${id}`
  // PostgreSQL stores the same digits without the letters.
  expect(row?.stored.replace('T', ' ').replace(/Z|\+00(?::00)?$/, '')).toBe('2026-03-29 01:30:00.123')
})
