import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { fileStorage } from './file-storage'
import { s3Storage } from './s3-storage'

async function* chunks(...all: (string | Error)[]) {
  for (const chunk of all) {
    if (chunk instanceof Error) throw chunk
    yield chunk
  }
}

async function files() {
  const root = await mkdtemp(join(tmpdir(), 'roost-files-'))
  onTestFinished(() => rm(root, { recursive: true }))
  return { root, storage: fileStorage(root) }
}

/** A bucket with one object at most, and the headers of the request that sent it. */
async function bucket() {
  const held = { object: null as Buffer | null, headers: {} as Record<string, unknown> }
  const server = createServer(async (request, response) => {
    if (request.method === 'PUT')
      Object.assign(held, { object: await buffer(request), headers: request.headers })
    response.writeHead(held.object ? 200 : 404).end(request.method === 'GET' ? held.object : undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const keys = { bucket: 'exports', region: 'auto', accessKeyId: 'key', secretAccessKey: 'secret' }
  return { held, storage: s3Storage({ endpoint, ...keys }) }
}

async function read(stream: ReadableStream<Uint8Array> | null) {
  return stream && new Response(stream).text()
}

test.each([['files'], ['a bucket']])('stores and streams the chunks of an iterable (%s)', async (kind) => {
  const { storage } = kind === 'files' ? await files() : await bucket()
  expect(await storage.open('exports/a.json')).toBeNull()
  expect(await storage.putStream('exports/a.json', chunks('Grüße', '', '🐦'), 'application/json')).toBe(11)
  expect(await read(await storage.open('exports/a.json'))).toBe('Grüße🐦')
})

test('uploads with Content-Length and Cache-Control: no-store', async () => {
  const { held, storage } = await bucket()
  await storage.putStream('exports/a.json', chunks('one', 'two'), 'application/json')
  expect(held.headers).toMatchObject({
    ...{ 'content-length': '6', 'content-type': 'application/json', 'cache-control': 'private, no-store' },
  })
})

test.each([['files'], ['a bucket']])('stores nothing if the iterable throws (%s)', async (kind) => {
  const { storage } = kind === 'files' ? await files() : await bucket()
  const failing = storage.putStream('exports/a.json', chunks('one', new Error('no luck')), 'application/json')
  await expect(failing).rejects.toThrow('no luck')
  expect(await storage.open('exports/a.json')).toBeNull()
})

test('a stored file is readable by its owner only, and leaves no partial file', async () => {
  const { root, storage } = await files()
  await storage.putStream('exports/a.json', chunks('one'), 'application/json')
  expect(await readdir(join(root, 'exports'))).toEqual(['a.json'])
  expect((await stat(join(root, 'exports/a.json'))).mode & 0o777).toBe(0o600)
})

test('deletes old partial files of killed processes, and nothing else', async () => {
  const { root, storage } = await files()
  for (const name of ['exports/a.json', 'exports/b.json']) await storage.putStream(name, chunks('x'), 'x')
  const partial = (name: string) => `${name}.${crypto.randomUUID()}`
  const [old, fresh] = [partial('a.json'), partial('b.json')]
  for (const name of [old, fresh]) await writeFile(join(root, 'exports', name), 'half')
  const yesterday = new Date(Date.now() - 25 * 60 * 60_000)
  for (const name of [old, 'a.json']) await utimes(join(root, 'exports', name), yesterday, yesterday)
  await storage.deletePartialFiles(new Date(Date.now() - 24 * 60 * 60_000))
  expect((await readdir(join(root, 'exports'))).sort()).toEqual(['a.json', 'b.json', fresh].sort())
})
