import { fstat } from 'node:fs'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { openTemporaryFile } from '../archive-formats/temporary-file'
import { db, transaction } from '../db/db'
import { storage } from '../storage/storage'
import { archivedPost, roostArchive, zipOf } from '../testing/archives'
import { aViewer } from '../testing/factories'
import { importArchive, runImports, uploadArchive } from '../testing/imports'
import { makeDue } from '../testing/jobs'
import { listImports } from './queries'

const opened = vi.hoisted((): number[] => [])

vi.mock('../archive-formats/temporary-file', async (load) => {
  const { openTemporaryFile } = await load<typeof import('../archive-formats/temporary-file')>()
  return {
    async openTemporaryFile() {
      const fd = await openTemporaryFile()
      opened.push(fd)
      return fd
    },
  }
})

const posts = Array.from({ length: 120 }, (_, at) => archivedPost(at + 1))

/** Changes the row of an import after its job has read it. */
function changeDuringRun(id: string, data: object): void {
  const { open } = storage
  const spy = vi.spyOn(storage, 'open').mockImplementationOnce(async (name) => {
    await transaction((tx) => tx.import.update({ where: { id }, data, select: { id: true } }))
    return open.call(storage, name)
  })
  onTestFinished(() => spy.mockRestore())
}

describe('a run that finds a batch of another run', () => {
  test('is retried and resumes after it', async () => {
    const ann = await aViewer()
    const id = await uploadArchive(ann, await zipOf(roostArchive(posts)))
    const counts = JSON.stringify({ imported: { posts: 50 } })
    changeDuringRun(id, { kind: 'roost', total: 120, done: 50, counts })
    await runImports()
    expect(await db.job.findUniqueOrThrow({ where: { id } })).toMatchObject({ attempts: 1, failedAt: null })
    await makeDue()
    await runImports()
    expect(await listImports(ann)).toMatchObject([{ state: 'ready', imported: [['posts', 120]] }])
    expect(await db.post.count()).toBe(70)
  })

  test('ends when the import has ended', async () => {
    const ann = await aViewer()
    const id = await uploadArchive(ann, await zipOf(roostArchive(posts)))
    changeDuringRun(id, { failedAt: new Date() })
    await runImports()
    expect([await db.job.count(), await db.post.count()]).toEqual([0, 0])
  })
})

test('a repeated run skips the same dates as the first one', async () => {
  const ann = await aViewer()
  const createdAt = new Date(Date.now() - 30 * 60_000).toISOString()
  const id = await uploadArchive(
    ann,
    await zipOf(roostArchive([archivedPost(1), archivedPost(2, { createdAt })])),
  )
  const startedAt = new Date(Date.now() - 60 * 60_000)
  await transaction((tx) => tx.import.update({ where: { id }, data: { createdAt: startedAt } }))
  await runImports()
  expect(await listImports(ann)).toMatchObject([{ imported: [['posts', 1]], skipped: [['date', 1]] }])
})

describe('temporary files', () => {
  const stat = promisify(fstat)
  /** Whether a descriptor belongs to a file without a name. */
  const isOpen = (fd: number) =>
    stat(fd).then(
      ({ nlink }) => nlink === 0,
      () => false,
    )

  test('are closed when the upload cannot be read', async () => {
    const ann = await aViewer()
    await uploadArchive(ann, await zipOf(roostArchive(posts)))
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new Uint8Array(100)),
      pull: (controller) => controller.error(new Error('the storage is down')),
    })
    const spy = vi.spyOn(storage, 'open').mockResolvedValueOnce(stream)
    onTestFinished(() => spy.mockRestore())
    opened.length = 0
    await runImports()
    expect(await db.job.findFirstOrThrow()).toMatchObject({ lastError: 'the storage is down' })
    expect(await Promise.all(opened.map(isOpen))).toEqual([false])
  })

  test.each([
    ['an import', () => zipOf(roostArchive(posts))],
    ['a refused archive', () => zipOf(roostArchive([{ id: 'x' }]))],
    ['a file that is no zip', () => Buffer.from('no zip')],
  ])('are closed after %s', async (_, bytes) => {
    opened.length = 0
    await importArchive(await aViewer(), await bytes())
    expect(opened.length).toBeGreaterThan(0)
    for (const fd of opened) expect(await isOpen(fd)).toBe(false)
  })

  test('are detected by this check', async () => {
    expect(await isOpen(await openTemporaryFile())).toBe(true)
  })
})
