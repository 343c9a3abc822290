import { expect, test } from 'vitest'
import { db } from '../db/db'
import { startExport } from '../exports/mutations'
import { eventually } from '../testing/eventually'
import { insertPosts } from '../testing/exports'
import { aViewer } from '../testing/factories'
import { changeSettings } from '../testing/settings'
import { startJobs } from './jobs'

test('a running job returns to the queue before the web server ends, for another process', async () => {
  changeSettings({ EXPORT_STEP_DELAY_MS: 1000 })
  const viewer = await aViewer()
  await insertPosts(viewer.id, 25)
  const id = await startExport(viewer, 'posts', 'en')
  await startJobs()
  const isLocked = async () => (await db.job.findUnique({ where: { id } }))?.lockedBy !== null
  await eventually(async () => expect(await isLocked()).toBe(true))
  const work: Promise<void>[] = []
  const emitter = process as NodeJS.EventEmitter
  emitter.emit('roost:closing', (promise: Promise<void>) => work.push(promise))
  expect(work).toHaveLength(1)
  await Promise.all(work)
  expect(await db.job.findUnique({ where: { id } })).toMatchObject({
    lockedBy: null,
    failedAt: null,
    attempts: 0,
    starts: 1,
  })
})
