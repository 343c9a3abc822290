import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { postKey, recordChanges, recordUnknownChanges } from '../lib/http/changes.mjs'
import { createGuestCache } from './guest-cache.mjs'

const page = `<html><a href="/posts/7">A post</a>${'text '.repeat(1000)}</html>`
const shared = { 'Content-Type': 'text/html', 'Cache-Control': 'public, max-age=0, s-maxage=1' }

type Origin = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

let server: Server
let origin: Origin
let served: string[]

/** Starts the cache in front of `origin`. */
async function start(maxBytes?: number): Promise<void> {
  const respond = createGuestCache(async (incoming, response) => {
    served.push(`${incoming.method} ${incoming.url}`)
    await origin(incoming, response)
  }, maxBytes)
  server = createServer((incoming, response) => void respond(incoming, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
}

beforeEach(async () => {
  served = []
  origin = (_, response) => {
    response.writeHead(200, shared)
    response.end(page)
  }
  await start()
})

afterEach(async () => {
  vi.useRealTimers()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

type Reply = { status: number; headers: IncomingMessage['headers']; body: Buffer }

function send(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> {
  const { port } = server.address() as AddressInfo
  return new Promise((resolve, reject) => {
    const sent = request({ port, path, method, headers, agent: false }, async (response) => {
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk as Buffer)
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) })
    })
    sent.once('error', reject)
    sent.end()
  })
}

const laterBy = (milliseconds: number) => {
  const now = performance.now()
  vi.spyOn(performance, 'now').mockImplementation(() => now + milliseconds)
}

describe('the cache of guest pages', () => {
  test('responds to repeated requests without the origin, also to HEAD', async () => {
    const first = await send('/explore')
    const second = await send('/explore')
    const head = await send('/explore', {}, 'HEAD')
    expect(served).toEqual(['GET /explore'])
    expect([first.body.toString(), second.body.toString(), head.body.length]).toEqual([page, page, 0])
    expect(second.headers).toMatchObject({ 'cache-control': shared['Cache-Control'], age: '0' })
    expect(head.headers['content-length']).toBe(String(page.length))
  })

  test('coalesces concurrent requests for one page', async () => {
    let release = () => {}
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    origin = async (_, response) => {
      await released
      response.writeHead(200, shared).end(page)
    }
    const replies = Array.from({ length: 20 }, () => send('/explore'))
    await vi.waitFor(() => expect(served).toHaveLength(1))
    release()
    for (const { body } of await Promise.all(replies)) expect(body.toString()).toBe(page)
    expect(served).toHaveLength(1)
  })

  test('does not share a response that may not be stored with simultaneous requests', async () => {
    let count = 0
    let release = () => {}
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    origin = async (_, response) => {
      count += 1
      const own = count
      await released
      response.writeHead(200, { 'Set-Cookie': `id=${own}`, ...shared }).end(String(own))
    }
    const replies = Array.from({ length: 3 }, () => send('/'))
    await vi.waitFor(() => expect(served).toHaveLength(1))
    release()
    const cookies = (await Promise.all(replies)).map(({ headers }) => String(headers['set-cookie']))
    expect(new Set(cookies).size).toBe(3)
  })

  test.each([
    ['a cookie', { Cookie: 'roost.session=abc' }],
    ['Authorization', { Authorization: 'Bearer abc' }],
    ['Range', { Range: 'bytes=0-1' }],
    ['a soft navigation', { RSC: '1' }],
    ['Cache-Control: no-cache', { 'Cache-Control': 'no-cache' }],
  ])('passes on a request with %s', async (_, headers) => {
    await send('/')
    await send('/', headers)
    expect(served).toHaveLength(2)
  })

  test.each(['/search?q=a', '/api/health', '/_next/static/a.js', '/data/home'])(
    'passes on %s',
    async (path) => {
      await send(path)
      await send(path)
      expect(served).toHaveLength(2)
    },
  )

  test('passes on every method but GET and HEAD', async () => {
    await send('/')
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) await send('/', {}, method)
    expect(served).toEqual(['GET /', 'POST /', 'PUT /', 'DELETE /', 'OPTIONS /'])
  })

  test.each([
    ['private', 200, { 'Cache-Control': 'private, no-store' }],
    ['without s-maxage', 200, { 'Cache-Control': 'public, max-age=60' }],
    ['without Cache-Control', 200, {}],
    ['with Set-Cookie', 200, { ...shared, 'Set-Cookie': 'a=b' }],
    ['with Vary: *', 200, { ...shared, Vary: '*' }],
    ['an error', 404, shared],
    ['a redirect', 308, { ...shared, Location: '/login' }],
  ])('does not store a response that is %s', async (_, status, headers) => {
    origin = (__, response) => void response.writeHead(status, headers).end(page)
    const reply = await send('/')
    expect([reply.status, reply.body.toString(), reply.headers.age]).toEqual([status, page, undefined])
    await send('/')
    expect(served).toHaveLength(2)
  })

  test('expires a page after s-maxage, and after two seconds at most', async () => {
    origin = (_, response) => void response.writeHead(200, { 'Cache-Control': 's-maxage=600' }).end(page)
    await send('/')
    laterBy(1500)
    expect((await send('/')).headers.age).toBe('1')
    laterBy(2000)
    await send('/')
    expect(served).toHaveLength(2)
  })

  test('invalidates a page when something on it has changed', async () => {
    await send('/explore')
    recordChanges([postKey(8)])
    await send('/explore')
    expect(served).toHaveLength(1)
    recordChanges([postKey(7)])
    await send('/explore')
    expect(served).toHaveLength(2)
    recordUnknownChanges()
    await send('/explore')
    expect(served).toHaveLength(3)
  })

  test('does not keep a page that was changed while it was rendered', async () => {
    origin = (_, response) => {
      recordChanges([postKey(7)])
      response.writeHead(200, shared).end(page)
    }
    await send('/explore')
    await send('/explore')
    expect(served).toHaveLength(2)
  })

  test('compresses a page once for each encoding that clients accept', async () => {
    const encoded = async (value: string) => {
      const { headers, body } = await send('/', { 'Accept-Encoding': value })
      return [headers['content-encoding'], body] as const
    }
    const [br, brotli] = await encoded('gzip, deflate, br')
    expect([br, brotliDecompressSync(brotli).toString()]).toEqual(['br', page])
    const [gz, zipped] = await encoded('gzip;q=1, br;q=0')
    expect([gz, gunzipSync(zipped).toString()]).toEqual(['gzip', page])
    expect((await encoded('identity'))[1].toString()).toBe(page)
    expect(served).toHaveLength(1)
  })

  test('stores pages by host, scheme and negotiated language', async () => {
    origin = ({ headers }, response) => {
      const locale = headers['accept-language']?.startsWith('es') ? 'es' : 'en'
      response.setHeader('x-middleware-rewrite', `/guest/${locale}/explore`)
      response.writeHead(200, shared).end(`${locale} ${headers.host}`)
    }
    const textOf = async (headers: Record<string, string>) =>
      (await send('/explore', headers)).body.toString()
    expect(await textOf({ 'Accept-Language': 'en', Host: 'a.example' })).toBe('en a.example')
    expect(await textOf({ 'Accept-Language': 'es-MX', Host: 'a.example' })).toBe('es a.example')
    expect(await textOf({ 'Accept-Language': 'en', Host: 'b.example' })).toBe('en b.example')
    expect(await textOf({ 'Accept-Language': 'es-MX', Host: 'a.example' })).toBe('es a.example')
    expect(served).toHaveLength(3)
    // A new value is negotiated once; then its language is known for all pages.
    expect(await textOf({ 'Accept-Language': 'es', Host: 'a.example' })).toBe('es a.example')
    expect(await textOf({ 'Accept-Language': 'es', Host: 'a.example' })).toBe('es a.example')
    expect(served).toHaveLength(4)
    await textOf({ 'Accept-Language': 'en', Host: 'a.example', 'X-Forwarded-Proto': 'https' })
    expect(served).toHaveLength(5)
  })

  test('evicts the least recently used pages', async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await start(3 * page.length)
    for (const path of ['/a', '/b', '/b', '/a']) await send(path)
    expect(served).toEqual(['GET /a', 'GET /b', 'GET /a'])
  })

  test('reports an error of the origin to every request that waits for it', async () => {
    server.removeAllListeners('request')
    const respond = createGuestCache(() => Promise.reject(new Error('broken')))
    const failures: unknown[] = []
    server.on('request', (incoming, response) => {
      respond(incoming, response).catch((error) => {
        failures.push(error)
        response.writeHead(500).end()
      })
    })
    const replies = await Promise.all([send('/'), send('/')])
    expect(replies.map(({ status }) => status)).toEqual([500, 500])
    expect(failures).toHaveLength(2)
  })
})
