import { createWriteStream, openAsBlob } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { AwsClient } from 'aws4fetch'
import type { Storage } from './storage'
import { isStorageName } from './storage-name'

type S3Settings = {
  endpoint: string
  bucket: string
  region: string
  accessKeyId: string
  secretAccessKey: string
}

/** Milliseconds that a request may take, and one that sends a large object. */
const timeout = 10_000
const uploadTimeout = 15 * 60_000

/** Objects in an S3-compatible bucket, addressed by path. */
export function s3Storage({ endpoint, bucket, region, accessKeyId, secretAccessKey }: S3Settings): Storage {
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 2 })
  const addressOf = (name: string) => `${endpoint.replace(/\/$/, '')}/${bucket}/${name}`

  /** One page of the bucket's keys, behind `after`; S3 sends at most 1000, in their order. */
  async function keysAfter(after: string): Promise<string[]> {
    const response = await request(`?list-type=2&start-after=${encodeURIComponent(after)}`, { method: 'GET' })
    if (!response.ok) throw new Error(`storage has no bucket ${bucket}`)
    return [...(await response.text()).matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) =>
      unescapeXml(key),
    )
  }

  async function request(
    name: string,
    init: RequestInit,
    signal = AbortSignal.timeout(timeout),
  ): Promise<Response> {
    const response = await client.fetch(addressOf(name), { ...init, signal })
    if (!response.ok && response.status !== 404)
      throw new Error(`storage answered ${response.status} to ${init.method}`)
    return response
  }

  return {
    async put(name, bytes, contentType) {
      const headers = { 'content-type': contentType, 'cache-control': 'public, max-age=31536000, immutable' }
      const response = await request(name, { method: 'PUT', body: Buffer.from(bytes), headers })
      if (!response.ok) throw new Error(`storage has no bucket ${bucket}`)
    },
    async get(name) {
      const response = await request(name, { method: 'GET' })
      return response.ok ? new Uint8Array(await response.arrayBuffer()) : null
    },
    async putStream(name, chunks, contentType) {
      // S3 requires the length of an object before its content.
      const directory = await mkdtemp(join(/* turbopackIgnore: true */ tmpdir(), 'roost-upload-'))
      try {
        const path = join(/* turbopackIgnore: true */ directory, 'object')
        await pipeline(chunks, createWriteStream(path, { mode: 0o600 }))
        const body = await openAsBlob(path)
        const headers = { 'content-type': contentType, 'cache-control': 'private, no-store' }
        const sent = { method: 'PUT', body, headers }
        const response = await request(name, sent, AbortSignal.timeout(uploadTimeout))
        if (!response.ok) throw new Error(`storage has no bucket ${bucket}`)
        return body.size
      } finally {
        await rm(directory, { recursive: true, force: true })
      }
    },
    async open(name) {
      // Limits the time until the response begins, not that of a slow reader.
      const abort = new AbortController()
      const timer = setTimeout(() => abort.abort(), timeout)
      const response = await request(name, { method: 'GET' }, abort.signal).finally(() => clearTimeout(timer))
      return response.ok ? response.body : null
    },
    // An object is written atomically: no partial file remains.
    async deletePartialFiles() {},
    async remove(name) {
      await request(name, { method: 'DELETE' })
    },
    async *list() {
      for (let keys = await keysAfter(''); keys.length > 0; keys = await keysAfter(keys.at(-1) as string))
        yield* keys.filter(isStorageName)
    },
  }
}

const unescapeXml = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
