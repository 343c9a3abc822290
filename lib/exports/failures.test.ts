import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { respondWithExport } from '../api/export-download'
import { db, transaction } from '../db/db'
import { env } from '../env'
import { log } from '../log/log'
import { mailer } from '../mail/mail'
import { storage } from '../storage/storage'
import { mailsTo, progressOf, runExports } from '../testing/exports'
import { aPost, aViewer } from '../testing/factories'
import { expireLeases, makeDue } from '../testing/jobs'
import type { Viewer } from '../viewer'
import { purgeExports, startExport } from './mutations'
import { listExports, listTasks } from './queries'

const start = (viewer: Viewer) => startExport(viewer, 'posts', 'en')
const day = 24 * 60 * 60_000

function failToStore() {
  const put = vi.spyOn(storage, 'putStream').mockRejectedValue(new Error('the disk is full'))
  onTestFinished(() => put.mockRestore())
  return put
}

async function runAllAttempts() {
  for (let attempt = 0; attempt < 3; attempt++) {
    await runExports()
    await makeDue()
  }
}

test('a crash is logged and ends the export, and the member can start another one [EXP-10]', async () => {
  const ann = await aViewer()
  const put = failToStore()
  const logged = vi.spyOn(log, 'error').mockImplementation(() => {})
  onTestFinished(() => logged.mockRestore())
  const id = await start(ann)
  await runAllAttempts()
  expect(logged).toHaveBeenCalledWith(
    expect.objectContaining({ event: 'jobs.failed', id, err: new Error('the disk is full') }),
    expect.any(String),
  )
  expect(await progressOf(ann.id)).toEqual({ [id]: 100 })
  expect(await listExports(ann)).toMatchObject([{ id, state: 'failed', file: null }])
  expect([await listTasks(ann), await mailsTo(ann)]).toEqual([[], []])
  put.mockRestore()
  await start(ann)
  await runExports()
  expect((await listExports(ann)).map(({ state }) => state)).toEqual(['ready', 'failed'])
})

test('retries an export after a transient error [EXP-10]', async () => {
  const ann = await aViewer()
  const put = vi.spyOn(storage, 'putStream').mockRejectedValueOnce(new Error('busy'))
  onTestFinished(() => put.mockRestore())
  await start(ann)
  await runExports()
  expect(await listExports(ann)).toMatchObject([{ state: 'queued' }])
  await makeDue()
  await runExports()
  expect(await listExports(ann)).toMatchObject([{ state: 'ready' }])
})

describe('an export without its job [EXP-11]', () => {
  test('counts as failed and does not block the member', async () => {
    const ann = await aViewer()
    const id = await start(ann)
    await transaction((tx) => tx.job.deleteMany({ where: { id } }))
    expect(await listTasks(ann)).toEqual([])
    expect(await listExports(ann)).toMatchObject([{ state: 'failed' }])
    const second = await start(ann)
    expect(await progressOf(ann.id)).toEqual({ [id]: 100, [second]: 0 })
    await runExports()
    expect((await listExports(ann)).map(({ state }) => state)).toEqual(['ready', 'failed'])
  })

  test('is ended by the regular clean-up', async () => {
    const ann = await aViewer()
    const id = await start(ann)
    await transaction((tx) => tx.job.updateMany({ where: { id }, data: { failedAt: new Date() } }))
    await purgeExports()
    expect(await db.export.findUnique({ where: { id } })).toMatchObject({ finishedAt: null })
    expect((await db.export.findUniqueOrThrow({ where: { id } })).failedAt).not.toBeNull()
    expect(await progressOf(ann.id)).toEqual({ [id]: 100 })
  })
})

test('an export whose worker was killed is queued again and completed by another one [EXP-11, EXP-12]', async () => {
  const ann = await aViewer()
  const id = await start(ann)
  const lockedUntil = new Date(Date.now() + 30_000)
  await transaction((tx) => tx.job.updateMany({ where: { id }, data: { lockedBy: 'killed', lockedUntil } }))
  expect(await listExports(ann)).toMatchObject([{ state: 'running' }])
  await expireLeases()
  expect(await listExports(ann)).toMatchObject([{ state: 'queued' }])
  await runExports()
  expect(await listExports(ann)).toMatchObject([{ state: 'ready' }])
})

describe('the mail', () => {
  test('is sent once when its job runs again', async () => {
    const ann = await aViewer()
    const id = await start(ann)
    await runExports()
    await transaction((tx) =>
      tx.job.create({
        data: {
          id: 'again',
          kind: 'export-mail',
          payload: JSON.stringify({ exportId: id }),
          runAt: new Date(),
        },
      }),
    )
    expect(await runExports()).toBe(1)
    expect(await mailsTo(ann)).toHaveLength(1)
    expect((await mailsTo(ann))[0]).toContain(`Message-ID: <${id}@`)
  })

  test('is retried without the export when the mail server is down', async () => {
    const ann = await aViewer()
    const send = vi.spyOn(mailer, 'send').mockRejectedValueOnce(new Error('does not answer'))
    onTestFinished(() => send.mockRestore())
    await start(ann)
    await runExports()
    expect(await listExports(ann)).toMatchObject([{ state: 'ready' }])
    expect(await mailsTo(ann)).toEqual([])
    await makeDue()
    await runExports()
    expect(await mailsTo(ann)).toHaveLength(1)
  })
})

describe('the clean-up', () => {
  const filesOf = async () =>
    (await readdir(join(env.DATA_DIR, 'media/exports')).catch(() => [])).filter((name) =>
      name.endsWith('.json'),
    )

  test('deletes file, row and signal after seven days [EXP-08]', async () => {
    const ann = await aViewer()
    const id = await start(ann)
    await runExports()
    await purgeExports(new Date(Date.now() + 6.9 * day))
    expect((await respondWithExport(ann, id)).status).toBe(200)
    expect(await filesOf()).toContain(`${id}.json`)
    await purgeExports(new Date(Date.now() + 7.1 * day))
    expect((await respondWithExport(ann, id)).status).toBe(404)
    expect(await filesOf()).not.toContain(`${id}.json`)
    expect([await db.export.count(), await db.signal.count({ where: { name: 'task_progress' } })]).toEqual([
      0, 0,
    ])
  })

  test('deletes the files of deleted accounts at once', async () => {
    const ann = await aViewer()
    const id = await start(ann)
    await runExports()
    await transaction((tx) => tx.user.delete({ where: { id: ann.id } }))
    await purgeExports()
    expect(await filesOf()).not.toContain(`${id}.json`)
    expect(await db.export.count()).toBe(0)
  })

  test('an expired file that is not deleted yet is neither listed nor downloaded', async () => {
    const ann = await aViewer()
    await aPost(ann)
    const id = await start(ann)
    await runExports()
    await transaction((tx) => tx.export.update({ where: { id }, data: { expiresAt: new Date() } }))
    expect(await listExports(ann)).toEqual([])
    expect((await respondWithExport(ann, id)).status).toBe(404)
  })
})
