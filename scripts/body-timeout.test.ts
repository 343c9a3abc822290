import { once } from 'node:events'
import { createServer, type RequestListener, request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { limits } from '../lib/limits'
import { limitBodyTime, uploadTimeout } from './body-timeout.mjs'

/** Starts a server whose bodies have 50 ms. @returns its port */
async function listen(respond: RequestListener): Promise<number> {
  const server = createServer((incoming, response) => {
    limitBodyTime(incoming, response, { short: 50, long: 60_000 })
    respond(incoming, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** A server that responds with the body of the request, and begins a request with a part of its body. */
async function begin(path: string, method = 'POST') {
  const port = await listen((incoming, response) => {
    text(incoming).then(
      (body) => response.end(body),
      () => undefined,
    )
  })
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

test.each(['GET', 'HEAD', 'DELETE'])(
  'answers 408 when the body of a %s does not arrive in time',
  async (method) => {
    const outgoing = await begin('/explore', method)
    const [response] = await once(outgoing, 'response')
    expect(response.statusCode).toBe(408)
  },
)

test.each(['GET', 'POST'])(
  'closes the connection of a %s whose body is missing after its response',
  async (method) => {
    const port = await listen((_, response) => response.end('at once'))
    const socket = connect(port, '127.0.0.1')
    socket.write(`${method} /explore HTTP/1.1\r\nHost: roost.example\r\nContent-Length: 10\r\n\r\n`)
    // It ends because the server closes the connection.
    expect(await text(socket)).toContain('at once')
  },
)

test('keeps the connection of a request without a body', async () => {
  const port = await listen((_, response) => setTimeout(() => response.end('late'), 150))
  const response = await fetch(`http://127.0.0.1:${port}/explore`)
  expect([response.status, await response.text()]).toEqual([200, 'late'])
})

test('gives the upload of an archive more time', async () => {
  const upload = await begin('/data/imports')
  const slow = await begin('/login')
  await once(slow, 'response')
  upload.end('end')
  const [response] = await once(upload, 'response')
  expect([response.statusCode, await text(response)]).toEqual([200, 'begin end'])
})

test('has the limit that the handler of uploads assumes', () => {
  expect(uploadTimeout).toBe(limits.archive.uploadSeconds * 1000)
})
