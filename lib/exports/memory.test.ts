import { expect, test } from 'vitest'
import { db } from '../db/db'
import { env } from '../env'
import { insertPosts } from '../testing/exports'
import { aViewer } from '../testing/factories'
import { runScript } from '../testing/run-script'
import { startExport } from './mutations'
import { exportKinds } from './schema'

const posts = 100_000

/** Megabytes of the heap: the rows and their JSON together need more. */
const heap = 64

test('exports 100,000 posts with a heap of 64 MB, in less than 200 MB above an idle process', {
  timeout: 600_000,
}, async () => {
  const viewer = await aViewer()
  await insertPosts(viewer.id, posts, (at) => `${at} `.padEnd(280, 'm'))
  for (const kind of exportKinds) {
    const id = await startExport(viewer, kind, 'en')
    const { code, out, err } = await runScript('lib/testing/run-exports.ts', [], {
      ...{ NODE_ENV: 'test', DATABASE_URL: String(process.env.DATABASE_URL), DATA_DIR: env.DATA_DIR },
      NODE_OPTIONS: `--max-old-space-size=${heap}`,
    })
    expect([code, err]).toEqual([0, ''])
    const { before, after } = JSON.parse(out.split('\n')[1] ?? '') as { before: number; after: number }
    expect(await db.export.findUnique({ where: { id } })).toMatchObject({ finishedAt: expect.any(Date) })
    expect(after - before, kind).toBeLessThan(200)
  }
})
