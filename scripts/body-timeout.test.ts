import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { limits } from '../lib/limits'
import { limitBodyTime, uploadTimeout } from './body-timeout.mjs'

/** A server that responds with the body of the request, and begins a request with a part of its body. */
async function begin(path: string, method = 'POST') {
  const server = createServer((incoming, response) => {
    limitBodyTime(incoming, response, { short: 50, long: 60_000 })
    text(incoming).then(
      (body) => response.end(body),
      () => undefined,
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const outgoing = request({
    port,
    host: '127.0.0.1',
    path,
    method,
    headers: { 'transfer-encoding': 'chunked' },
  })
  outgoing.on('error', () => undefined)
  outgoing.write('begin ')
  return outgoing
}

test('answers 408 when the body of a form does not arrive in time', async () => {
  const outgoing = await begin('/login')
  const [response] = await once(outgoing, 'response')
  expect(response.statusCode).toBe(408)
})

test('gives the upload of an archive more time', async () => {
  const slow = await begin('/login')
  const upload = await begin('/data/imports')
  await once(slow, 'response')
  upload.end('end')
  const [response] = await once(upload, 'response')
  expect([response.statusCode, await text(response)]).toEqual([200, 'begin end'])
})

test('has the limit that the handler of uploads assumes', () => {
  expect(uploadTimeout).toBe(limits.archive.uploadSeconds * 1000)
})
