import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { db, transaction } from '../db/db'
import { listImports } from '../imports/queries'
import { limits } from '../limits'
import { resetLimits } from '../rate-limit/rate-limit'
import { storage } from '../storage/storage'
import { roostArchive, zipOf } from '../testing/archives'
import { eventually } from '../testing/eventually'
import { aViewer, testPassword } from '../testing/factories'
import { runImports } from '../testing/imports'
import type { Viewer } from '../viewer'
import { receiveImport } from './import-upload'

beforeEach(async () => {
  await resetLimits()
  for await (const name of storage.list()) if (name.startsWith('imports/')) await storage.remove(name)
})

const url = 'http://localhost/data/imports'

function formOf(fields: Record<string, string | Blob>): Request {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  return new Request(url, { method: 'POST', body: form })
}

const archive = async () => new File([new Uint8Array(await zipOf(roostArchive([])))], 'archive.zip')

async function logInLongAgo(viewer: Viewer) {
  await transaction((tx) =>
    tx.session.update({ where: { id: viewer.sessionId }, data: { createdAt: new Date(0) } }),
  )
}

async function expectNothingStored() {
  expect([await db.import.count(), await db.job.count()]).toEqual([0, 0])
  for await (const name of storage.list()) expect(name).not.toMatch(/^imports/)
}

test('stores the file and enqueues its import', async () => {
  const ann = await aViewer()
  await receiveImport(ann, formOf({ archive: await archive() }))
  expect(await listImports(ann)).toMatchObject([{ state: 'queued' }])
  await runImports()
  expect(await listImports(ann)).toMatchObject([{ state: 'ready', kind: 'roost' }])
})

describe('requires a proof of identity', () => {
  test('the password, ten minutes after the log-in', async () => {
    const ann = await aViewer()
    await logInLongAgo(ann)
    for (const [fields, key] of [
      [{}, 'current.required'],
      [{ current: 'wrong' }, 'current.wrong'],
    ] as const)
      await expect(receiveImport(ann, formOf({ ...fields, archive: await archive() }))).rejects.toMatchObject(
        {
          fieldErrors: { current: key },
        },
      )
    await expectNothingStored()
    await receiveImport(ann, formOf({ current: testPassword, archive: await archive() }))
    expect(await listImports(ann)).toHaveLength(1)
  })

  test('a new log-in without a password', async () => {
    const ann = await aViewer({ passwordHash: null })
    await logInLongAgo(ann)
    await expect(receiveImport(ann, formOf({ archive: await archive() }))).rejects.toMatchObject({
      code: 'reauthenticate',
    })
    await expectNothingStored()
  })
})

describe('stores nothing of', () => {
  const refusal = (key: string) => ({ code: 'invalid', fieldErrors: { archive: key } })

  test.each([
    ['a form without a file', () => formOf({ current: '' }), 'archive.required'],
    ['a form whose file is empty', () => formOf({ archive: new File([], '') }), 'archive.required'],
    [
      'another content type',
      () => new Request(url, { method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } }),
      'archive.required',
    ],
    [
      'a body that ends early',
      () =>
        new Request(url, {
          method: 'POST',
          body: '--b\r\nContent-Disposition: form-data; name="archive"; filename="a.zip"\r\n\r\nPK',
          headers: { 'content-type': 'multipart/form-data; boundary=b' },
        }),
      'archive.interrupted',
    ],
    [
      'a body of a length beyond the limit',
      () =>
        new Request(url, {
          method: 'POST',
          body: 'x',
          headers: { 'content-type': 'multipart/form-data; boundary=b', 'content-length': '200000000' },
        }),
      'archive.tooLarge',
    ],
  ])('%s', async (_, request, key) => {
    await expect(receiveImport(await aViewer(), request())).rejects.toMatchObject(refusal(key))
    await expectNothingStored()
  })

  test('a file beyond the limit of a body without a length, and reads it without keeping it in memory', async () => {
    const chunk = Buffer.alloc(1024 * 1024)
    let left = limits.archive.maxBytes / chunk.length + 2
    const head = Buffer.from(
      '--b\r\nContent-Disposition: form-data; name="archive"; filename="a.zip"\r\n\r\n',
    )
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(head),
      pull(controller) {
        left -= 1
        if (left > 0) return controller.enqueue(chunk)
        controller.enqueue(Buffer.from('\r\n--b--\r\n'))
        controller.close()
      },
    })
    const headers = { 'content-type': 'multipart/form-data; boundary=b' }
    const before = process.memoryUsage().rss
    const request = new Request(url, { method: 'POST', body, headers, duplex: 'half' } as RequestInit)
    await expect(receiveImport(await aViewer(), request)).rejects.toMatchObject(refusal('archive.tooLarge'))
    expect(process.memoryUsage().rss - before).toBeLessThan(limits.archive.maxBytes)
    await expectNothingStored()
  })
})

test('is limited per member', async () => {
  const ann = await aViewer()
  for (let count = 0; count < 20; count++)
    await expect(receiveImport(ann, formOf({}))).rejects.toMatchObject({ code: 'invalid' })
  await expect(receiveImport(ann, formOf({}))).rejects.toMatchObject({ code: 'rate-limited' })
})

test('ends when the storage fails, and reads the rest of the form', async () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  const write = (_: unknown, __: string, done: (error: Error) => void) => done(full)
  const failing = vi.spyOn(storage, 'putStream').mockImplementation(async (_, chunks) => {
    await pipeline(chunks, new Writable({ write }))
    return 0
  })
  const archive = new File([new Uint8Array(3_000_000)], 'archive.zip')
  await expect(receiveImport(await aViewer(), formOf({ archive }))).rejects.toMatchObject({
    code: 'unavailable',
  })
  failing.mockRestore()
  await expectNothingStored()
})

// The last test: the module refuses uploads afterwards, as the server that stops does.
test('an upload is removed when the server stops, so that the member can start another one', async () => {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(
        Buffer.from('--b\r\nContent-Disposition: form-data; name="archive"; filename="a.zip"\r\n\r\nPK'),
      )
    },
  })
  const headers = { 'content-type': 'multipart/form-data; boundary=b' }
  const request = new Request(url, { method: 'POST', body, headers, duplex: 'half' } as RequestInit)
  const upload = receiveImport(await aViewer(), request).catch((error: unknown) => error)
  await eventually(async () => expect(await db.import.count()).toBe(1))
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  process.emit('roost:closing' as 'beforeExit', 0)
  vi.advanceTimersByTime(2500)
  vi.useRealTimers()
  expect(await upload).toMatchObject({ fieldErrors: { archive: 'archive.interrupted' } })
  await expectNothingStored()
})
