import { buffer, text } from 'node:stream/consumers'
import type { ReadableStream } from 'node:stream/web'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { compress, compressingWrapper } from './compressing-wrapper'

const stream = (body: string) => new Blob([body]).stream() as ReadableStream
const result = (body: string, headers: Record<string, string> = {}) => ({
  headers: { 'content-type': 'text/html', ...headers },
  body: stream(body),
  isBase64Encoded: false,
})
const long = 'A sentence of a page. '.repeat(100)

for (const [accepted, encoding, decompress] of [
  ['gzip, deflate, br', 'br', brotliDecompressSync],
  ['gzip', 'gzip', gunzipSync],
  ['br;q=0, gzip', 'gzip', gunzipSync],
] as const)
  test(`compresses a page for "${accepted}" and states the new length`, async () => {
    const headers = { 'content-length': String(long.length), vary: 'rsc' }
    const sent = await compress(result(long, headers), accepted)
    const body = await buffer(sent.body)
    expect(decompress(body).toString()).toBe(long)
    expect(sent).toMatchObject({
      isBase64Encoded: true,
      headers: {
        'content-encoding': encoding,
        'content-length': String(body.length),
        vary: 'rsc, accept-encoding',
      },
    })
  })

for (const [what, body, headers, accepted] of [
  ['a short text', 'Server action not found.', { 'content-length': '24' }, 'br'],
  ['a page for a client without compression', long, { 'content-length': String(long.length) }, 'identity'],
  ['a picture', long, { 'content-type': 'image/webp' }, 'br'],
  ['a body that is encoded already', long, { 'content-encoding': 'gzip' }, 'br'],
  ['the answer to HEAD', '', { 'content-length': '5000' }, 'br'],
] as const)
  test(`does not change ${what}`, async () => {
    const original = result(body, headers)
    const sent = await compress({ ...original, body: stream(body) }, accepted)
    expect({ ...sent, body: await text(sent.body) }).toEqual({ ...original, body })
  })

test('converts the event, and the result of the handler', async () => {
  const converter = {
    convertFrom: async () => ({ headers: { 'accept-encoding': 'gzip' } }),
    convertTo: async (sent: { body: ReadableStream }, event: unknown) => [event, await buffer(sent.body)],
  }
  const handle = await compressingWrapper.wrapper(async () => result(long), converter)
  const [event, body] = (await handle({ rawPath: '/' })) as [unknown, Buffer]
  expect([event, gunzipSync(body).toString()]).toEqual([{ rawPath: '/' }, long])
})
