import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { page, shared, startCachedServer } from '../lib/testing/cached-server'
import { eventually } from '../lib/testing/eventually'
import { observeRequest, routeClassOf } from './request-metrics.mjs'

const metrics = { recordRequest: vi.fn(), recordGuestCache: vi.fn() }
const state = globalThis as { roostMetrics?: unknown }

afterEach(() => {
  delete state.roostMetrics
  vi.clearAllMocks()
})

test.each([
  ['GET', '/', {}, 'document'],
  ['HEAD', '/users/ann?page=2', {}, 'document'],
  ['GET', '/tags/a.b', {}, 'document'],
  ['GET', '/users/ann?_rsc=1', { rsc: '1' }, 'soft-navigation'],
  ['POST', '/posts/7', {}, 'action'],
  ['GET', '/data/posts/7', {}, 'data'],
  ['GET', '/users/ann/card', {}, 'data'],
  ['POST', '/translate', {}, 'data'],
  ['POST', '/api/tokens', {}, 'api'],
  ['GET', '/api/docs', {}, 'document'],
  ['GET', '/api/docs?_rsc=1', { rsc: '1' }, 'soft-navigation'],
  ['GET', '/api/docs/x', {}, 'api'],
  ['GET', '/data/stream?last=1.0', {}, null],
  ['GET', '/api/stream', {}, null],
  ['GET', '/media/avatars/a.webp', {}, 'media'],
  ['GET', '/avatars/7', {}, 'media'],
  ['GET', '/_next/static/chunks/a.js', {}, 'static'],
  ['GET', '/favicon.ico', {}, 'static'],
  ['GET', '/.well-known/security.txt', {}, 'static'],
])('%s %s with the headers %j belongs to the class %s', (method, url, headers, name) => {
  expect(routeClassOf({ method, url, headers })).toBe(name)
})

test('records class, status and seconds of each request when its response has ended', async () => {
  state.roostMetrics = metrics
  const server = createServer((incoming, response) => {
    observeRequest(incoming, response)
    if (incoming.url === '/aborted') return void response.write('part')
    response.writeHead(404).end()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  await fetch(`http://127.0.0.1:${port}/api/nothing`)
  await eventually(() => expect(metrics.recordRequest).toHaveBeenCalledWith('api', '4xx', expect.any(Number)))
  const seconds = metrics.recordRequest.mock.calls[0]?.[2]
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThan(5)
  const aborted = request({ port, path: '/aborted', agent: false }, (response) => response.destroy())
  aborted.on('error', () => {}).end()
  await eventually(() =>
    expect(metrics.recordRequest).toHaveBeenLastCalledWith('document', 'aborted', expect.any(Number)),
  )
  expect(metrics.recordGuestCache).not.toHaveBeenCalled()
})

test('records hits and misses of the cache of guest pages, and hits as a separate class', async () => {
  state.roostMetrics = metrics
  const { send, setOrigin, stop } = await startCachedServer(undefined, observeRequest)
  onTestFinished(stop)
  setOrigin(({ url }, response) => void response.writeHead(200, url === '/login' ? {} : shared).end(page))
  for (const path of ['/explore', '/explore', '/explore?page=2', '/login']) await send(path)
  await eventually(() =>
    expect(metrics.recordRequest.mock.calls.map(([name, status]) => [name, status])).toEqual([
      ['document', '2xx'],
      ['guest-cache', '2xx'],
      ['document', '2xx'],
      ['document', '2xx'],
    ]),
  )
  expect(metrics.recordGuestCache.mock.calls).toEqual([['miss'], ['hit']])
})
