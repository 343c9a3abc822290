import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { fileStorage } from './file-storage'
import { s3Storage } from './s3-storage'

const bytes = new Uint8Array([0, 1, 2, 255])

type Answer = (request: IncomingMessage, response: ServerResponse) => boolean

/** A fake S3 bucket that stores the objects of signed requests. `before` can respond to a request instead. */
async function bucket(before: Answer = () => false) {
  const objects = new Map<string, Buffer>()
  const requests: string[] = []
  const server = createServer(async (request, response) => {
    const path = request.url ?? ''
    requests.push(`${request.method} ${path}`)
    const body = Buffer.concat(await request.toArray())
    if (before(request, response)) return
    const signed = request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 Credential=key/')
    if (!signed || !path.startsWith('/pictures/')) return void response.writeHead(signed ? 404 : 403).end()
    if (path.startsWith('/pictures/?'))
      return void response.end(listing(objects, new URLSearchParams(path.slice(11))))
    if (request.method === 'PUT') objects.set(path, body)
    if (request.method === 'DELETE') objects.delete(path)
    response.writeHead(request.method === 'GET' && !objects.has(path) ? 404 : 200)
    response.end(request.method === 'GET' ? objects.get(path) : undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return { endpoint, objects, requests }
}

async function all(names: AsyncIterable<string>) {
  const found: string[] = []
  for await (const name of names) found.push(name)
  return found
}

/** Lists keys as S3 does: sorted, from `start-after` on, in pages (of 1000 keys in S3, of 2 here). */
function listing(objects: Map<string, Buffer>, query: URLSearchParams) {
  const keys = [...objects.keys()].map((path) => decodeURIComponent(path.slice('/pictures/'.length))).sort()
  const page = keys.filter((key) => key > (query.get('start-after') ?? '')).slice(0, 2)
  const escaped = page.map((key) => key.replaceAll('&', '&amp;').replaceAll('<', '&lt;'))
  const entries = escaped.map((key) => `<Contents><Key>${key}</Key><Size>4</Size></Contents>`)
  return `<?xml version="1.0"?><ListBucketResult><Name>pictures</Name>${entries.join('')}</ListBucketResult>`
}

const settings = (endpoint: string, change = {}) => ({
  endpoint,
  bucket: 'pictures',
  region: 'auto',
  accessKeyId: 'key',
  secretAccessKey: 'secret',
  ...change,
})

describe('an S3-compatible bucket', () => {
  test('keeps its objects across deployments [ACC-11]', async () => {
    const { endpoint, objects } = await bucket()
    await s3Storage(settings(endpoint)).put('avatars/a-96.webp', bytes, 'image/webp')
    expect([...objects.keys()]).toEqual(['/pictures/avatars/a-96.webp'])
    const redeployed = s3Storage(settings(endpoint))
    expect(await redeployed.get('avatars/a-96.webp')).toEqual(bytes)
    await redeployed.remove('avatars/a-96.webp')
    await redeployed.remove('avatars/a-96.webp')
    expect([await redeployed.get('avatars/a-96.webp'), objects.size]).toEqual([null, 0])
  })

  test('lists all objects page by page, without those of other applications', async () => {
    const { endpoint, objects } = await bucket()
    const names = ['avatars/a-96.webp', 'avatars/b-96.webp', 'b.webp', 'c.webp', 'd.webp']
    const store = s3Storage(settings(endpoint))
    expect(await all(store.list())).toEqual([])
    for (const name of names) await store.put(name, bytes, 'image/webp')
    for (const other of ['a&b', 'a%3Cb', 'ax', 'README'])
      objects.set(`/pictures/${other}`, Buffer.from('other'))
    expect(await all(store.list())).toEqual(names)
    await expect(all(s3Storage(settings(endpoint, { bucket: 'none' })).list())).rejects.toThrow('no bucket')
  })

  test('receives the content type and an immutable Cache-Control', async () => {
    const seen: unknown[] = []
    const { endpoint } = await bucket(({ headers }) => {
      seen.push([headers['content-type'], headers['cache-control'], headers['content-length']])
      return false
    })
    await s3Storage(settings(endpoint)).put('a.webp', bytes, 'image/webp')
    expect(seen).toEqual([['image/webp', 'public, max-age=31536000, immutable', '4']])
  })

  test('is retried after a 503', async () => {
    let faults = 1
    const { endpoint, requests } = await bucket(
      (_, response) => faults-- > 0 && Boolean(response.writeHead(503).end()),
    )
    await s3Storage(settings(endpoint)).put('a.webp', bytes, 'image/webp')
    expect(requests).toHaveLength(2)
  })

  test('that denies access, does not exist or is unreachable causes an error', async () => {
    const { endpoint } = await bucket()
    const refused = s3Storage(settings(endpoint, { accessKeyId: 'other' }))
    await expect(refused.put('a.webp', bytes, 'image/webp')).rejects.toThrow('storage answered 403 to PUT')
    await expect(refused.get('a.webp')).rejects.toThrow('403')
    await expect(s3Storage(settings(endpoint, { bucket: 'none' })).put('a.webp', bytes, 'x')).rejects.toThrow(
      'no bucket none',
    )
    await expect(s3Storage(settings('http://127.0.0.1:1')).get('a.webp')).rejects.toThrow()
  })

  test('is used if the S3_* settings are set [ACC-11]', async () => {
    const { endpoint, objects } = await bucket()
    const env = {
      S3_ENDPOINT: endpoint,
      S3_BUCKET: 'pictures',
      S3_ACCESS_KEY_ID: 'key',
      S3_SECRET_ACCESS_KEY: 'secret',
    }
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
    onTestFinished(() => void vi.unstubAllEnvs())
    vi.resetModules()
    await (await import('./storage')).storage.put('a.webp', bytes, 'image/webp')
    expect(objects.size).toBe(1)
  })
})

describe('stored files', () => {
  const folder = async () => {
    const root = await mkdtemp(join(tmpdir(), 'roost-files-'))
    onTestFinished(() => rm(root, { recursive: true }))
    return root
  }

  test('are read as written, can be replaced, and leave no partial file', async () => {
    const root = await folder()
    const files = fileStorage(root)
    await Promise.all(Array.from({ length: 5 }, () => files.put('avatars/a-96.webp', bytes, 'image/webp')))
    expect(new Uint8Array((await fileStorage(root).get('avatars/a-96.webp')) ?? [])).toEqual(bytes)
    expect(await readdir(join(root, 'avatars'))).toEqual(['a-96.webp'])
    await files.remove('avatars/a-96.webp')
    await files.remove('avatars/a-96.webp')
    expect(await files.get('avatars/a-96.webp')).toBeNull()
  })

  test('leave no partial file when a write fails', async () => {
    const root = await folder()
    // A directory already has the name of the file.
    await mkdir(join(root, 'a.webp', 'in-the-way'), { recursive: true })
    await expect(fileStorage(root).put('a.webp', bytes, 'image/webp')).rejects.toThrow()
    expect(await readdir(root)).toEqual(['a.webp'])
  })

  test('and their folders are readable by their owner only', async () => {
    const root = await folder()
    await fileStorage(root).put('avatars/a-96.webp', bytes, 'image/webp')
    const mode = async (path: string) => (await stat(join(root, path))).mode & 0o777
    expect([await mode('avatars'), await mode('avatars/a-96.webp')]).toEqual([0o700, 0o600])
  })

  test('are listed by name, without partial and unknown files', async () => {
    const root = await folder()
    expect(await all(fileStorage(join(root, 'missing')).list())).toEqual([])
    const files = fileStorage(root)
    for (const name of ['b.webp', 'avatars/a-96.webp', 'avatars/deep/c.png'])
      await files.put(name, bytes, 'image/webp')
    for (const name of ['a-96.webp.0f8c-partial', '.DS_Store'])
      await writeFile(join(root, 'avatars', name), 'other')
    expect((await all(files.list())).sort()).toEqual(['avatars/a-96.webp', 'avatars/deep/c.png', 'b.webp'])
  })

  test.each([
    ['../a.webp'],
    ['/etc/passwd.x'],
    ['a/../b.webp'],
    ['a//b.webp'],
    ['a\\b.webp'],
    ['a.webp\0'],
    ['.webp'],
    ['a.webp.x'],
    [''],
  ])('cannot have the name %j', async (name) => {
    const files = fileStorage(await folder())
    await expect(files.put(name, bytes, 'x')).rejects.toThrow('not a storage name')
    await expect(files.get(name)).rejects.toThrow('not a storage name')
    await expect(files.remove(name)).rejects.toThrow('not a storage name')
  })
})
