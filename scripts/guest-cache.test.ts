import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { postKey, recordChanges, recordUnknownChanges } from '../lib/http/changes.mjs'
import { page, shared, signal, startCachedServer } from '../lib/testing/cached-server'
import { eventually } from '../lib/testing/eventually'

let { served, send, setOrigin, stop } = {} as Awaited<ReturnType<typeof startCachedServer>>

beforeEach(async () => {
  ;({ served, send, setOrigin, stop } = await startCachedServer())
})

afterEach(async () => {
  vi.restoreAllMocks()
  await stop()
})

const laterBy = (milliseconds: number) => {
  const now = performance.now()
  vi.spyOn(performance, 'now').mockImplementation(() => now + milliseconds)
}

describe('the guest page cache', () => {
  test('stores /api/docs, which is a page', async () => {
    for (const _ of [1, 2]) await send('/api/docs')
    expect(served).toEqual(['GET /api/docs'])
  })

  test('serves repeated GET and HEAD requests without calling the origin', async () => {
    const first = await send('/explore')
    const second = await send('/explore')
    const head = await send('/explore', {}, 'HEAD')
    expect(served).toEqual(['GET /explore'])
    expect([first.body.toString(), second.body.toString(), head.body.length]).toEqual([page, page, 0])
    expect(second.headers).toMatchObject({ 'cache-control': shared['Cache-Control'], age: '0' })
    expect(head.headers['content-length']).toBe(String(page.length))
  })

  test('coalesces concurrent requests for one page', async () => {
    const { released, release } = signal()
    setOrigin(async (_, response) => {
      await released
      response.writeHead(200, shared).end(page)
    })
    const replies = Array.from({ length: 20 }, () => send('/explore'))
    await eventually(() => expect(served).toHaveLength(1))
    release()
    for (const { body } of await Promise.all(replies)) expect(body.toString()).toBe(page)
    expect(served).toHaveLength(1)
  })

  test('does not share an uncacheable response with concurrent requests', async () => {
    let count = 0
    const { released, release } = signal()
    setOrigin(async (_, response) => {
      count += 1
      const own = count
      await released
      response.writeHead(200, { 'Set-Cookie': `id=${own}`, ...shared }).end(String(own))
    })
    const replies = Array.from({ length: 3 }, () => send('/'))
    await eventually(() => expect(served).toHaveLength(1))
    release()
    const cookies = (await Promise.all(replies)).map(({ headers }) => String(headers['set-cookie']))
    expect(new Set(cookies).size).toBe(3)
  })

  test('does not share a rendering that started before a change with later requests', async () => {
    const { released, release } = signal()
    setOrigin(async (_, response) => {
      await released
      response.writeHead(200, shared).end(page)
    })
    const first = send('/explore')
    await eventually(() => expect(served).toHaveLength(1))
    recordChanges([postKey(7)])
    const second = send('/explore')
    release()
    await Promise.all([first, second])
    expect(served).toHaveLength(2)
  })

  test.each<[string, () => Promise<void> | void]>([
    ['returns', () => {}],
    ['throws', () => Promise.reject(new Error('failed to pipe'))],
    ['never settles', () => new Promise(() => {})],
  ])('fails only the requests that waited for a destroyed response if the handler %s', async (_, settle) => {
    setOrigin((__, response) => {
      response.destroy(new Error('broken'))
      return settle()
    })
    expect((await send('/')).status).toBe(500)
    setOrigin((__, response) => void response.writeHead(200, shared).end(page))
    expect((await send('/')).body.toString()).toBe(page)
  })

  test('shares the next rendering among the requests that waited during a change', async () => {
    const { released, release } = signal()
    setOrigin(async (_, response) => {
      if (served.length === 1) await released
      response.writeHead(200, shared).end(page)
    })
    const first = send('/explore')
    await eventually(() => expect(served).toHaveLength(1))
    const others = Array.from({ length: 10 }, () => send('/explore'))
    // The response to an uncached request proves that the ten requests have arrived.
    await send('/explore', { Cookie: 'a=b' })
    recordChanges([postKey(7)])
    release()
    for (const { body } of await Promise.all([first, ...others])) expect(body.toString()).toBe(page)
    expect(served).toHaveLength(3)
  })

  test('does not make requests wait for a slow rendering', async () => {
    const { released, release } = signal()
    setOrigin(async (_, response) => {
      if (served.length === 1) await released
      response.writeHead(200, shared).end(page)
    })
    const first = send('/explore')
    await eventually(() => expect(served).toHaveLength(1))
    laterBy(6000)
    expect((await send('/explore')).body.toString()).toBe(page)
    release()
    await first
  })

  test.each([
    ['a cookie', { Cookie: 'roost.session=abc' }],
    ['Authorization', { Authorization: 'Bearer abc' }],
    ['Range', { Range: 'bytes=0-1' }],
    ['a soft navigation', { RSC: '1' }],
    ['Cache-Control: no-cache', { 'Cache-Control': 'no-cache' }],
  ])('forwards a request with %s to the origin', async (_, headers) => {
    await send('/')
    await send('/', headers)
    expect(served).toHaveLength(2)
  })

  test.each(['/search?q=a', '/api/health', '/api/docs/x', '/_next/static/a.js', '/data/home'])(
    'forwards %s to the origin',
    async (path) => {
      await send(path)
      await send(path)
      expect(served).toHaveLength(2)
    },
  )

  test('forwards every method except GET and HEAD to the origin', async () => {
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
    setOrigin((__, response) => void response.writeHead(status, headers).end(page))
    const reply = await send('/')
    expect([reply.status, reply.body.toString(), reply.headers.age]).toEqual([status, page, undefined])
    await send('/')
    expect(served).toHaveLength(2)
  })

  test('expires a page after two seconds despite a longer s-maxage', async () => {
    setOrigin((_, response) => void response.writeHead(200, { 'Cache-Control': 's-maxage=600' }).end(page))
    await send('/')
    laterBy(1500)
    expect((await send('/')).headers.age).toBe('1')
    laterBy(2000)
    await send('/')
    expect(served).toHaveLength(2)
  })

  test('invalidates a page when its content changes', async () => {
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

  test('does not store a page whose content changed during its rendering', async () => {
    setOrigin((_, response) => {
      recordChanges([postKey(7)])
      response.writeHead(200, shared).end(page)
    })
    await send('/explore')
    await send('/explore')
    expect(served).toHaveLength(2)
  })

  test('serves one rendering as Brotli, gzip or identity, as Accept-Encoding allows', async () => {
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

  test('keys pages by host, scheme and negotiated language', async () => {
    setOrigin(({ headers }, response) => {
      const locale = headers['accept-language']?.startsWith('es') ? 'es' : 'en'
      response.setHeader('x-middleware-rewrite', `/guest/${locale}/explore`)
      response.writeHead(200, shared).end(`${locale} ${headers.host}`)
    })
    const textOf = async (headers: Record<string, string>) =>
      (await send('/explore', headers)).body.toString()
    expect(await textOf({ 'Accept-Language': 'en', Host: 'a.example' })).toBe('en a.example')
    expect(await textOf({ 'Accept-Language': 'es-MX', Host: 'a.example' })).toBe('es a.example')
    expect(await textOf({ 'Accept-Language': 'en', Host: 'b.example' })).toBe('en b.example')
    expect(await textOf({ 'Accept-Language': 'es-MX', Host: 'a.example' })).toBe('es a.example')
    expect(served).toHaveLength(3)
    // A new Accept-Language value is negotiated once; afterwards its language is known for all pages.
    expect(await textOf({ 'Accept-Language': 'es', Host: 'a.example' })).toBe('es a.example')
    expect(await textOf({ 'Accept-Language': 'es', Host: 'a.example' })).toBe('es a.example')
    expect(served).toHaveLength(4)
    await textOf({ 'Accept-Language': 'en', Host: 'a.example', 'X-Forwarded-Proto': 'https' })
    expect(served).toHaveLength(5)
  })

  test('evicts the least recently used pages', async () => {
    const small = await startCachedServer(3 * page.length)
    for (const path of ['/a', '/b', '/b', '/a']) await small.send(path)
    expect(small.served).toEqual(['GET /a', 'GET /b', 'GET /a'])
    await small.stop()
  })

  test('responds with 500 to every waiting request when the origin fails', async () => {
    setOrigin(() => Promise.reject(new Error('broken')))
    const replies = await Promise.all([send('/'), send('/')])
    expect(replies.map(({ status }) => status)).toEqual([500, 500])
  })
})
