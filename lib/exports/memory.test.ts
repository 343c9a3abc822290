import { expect, test } from 'vitest'
import { env } from '../env'
import { storage } from '../storage/storage'
import { insertPosts } from '../testing/exports'
import { aViewer } from '../testing/factories'
import { runScript } from '../testing/run-script'
import { startExport } from './mutations'

const posts = 100_000

/** Megabytes of the heap: the rows and their JSON together need more. */
const heap = 64

test('exports 100,000 posts in less than 200 MB of memory, and with a heap of 64 MB', {
  timeout: 120_000,
}, async () => {
  const viewer = await aViewer()
  await insertPosts(viewer.id, posts, (at) => `${at} `.padEnd(280, 'm'))
  const id = await startExport(viewer, 'posts', 'en')
  const { code, out, err } = await runScript('lib/testing/run-exports.ts', [], {
    ...{ NODE_ENV: 'test', DATABASE_URL: String(process.env.DATABASE_URL), DATA_DIR: env.DATA_DIR },
    NODE_OPTIONS: `--max-old-space-size=${heap}`,
  })
  expect([code, err]).toEqual([0, ''])
  const { before, after } = JSON.parse(out.split('\n')[1] ?? '') as { before: number; after: number }
  const bytes = (await storage.get(`exports/${id}.json`))?.length ?? 0
  expect(bytes).toBeGreaterThan(posts * 280)
  expect(after - before).toBeLessThan(200)
})
