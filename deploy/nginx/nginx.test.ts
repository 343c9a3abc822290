import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import {
  createServer,
  type IncomingHttpHeaders,
  request as requestHttp,
  type ServerResponse,
} from 'node:http'
import { type RequestOptions, request as requestHttps } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { writeUnavailablePages } from '../../scripts/unavailable-pages.mjs'
import { startNginx, type TestNginx } from './test-nginx'

let nginx: TestNginx
let received: { url?: string | undefined; headers: IncomingHttpHeaders }[] = []
let respond: (response: ServerResponse) => void
const assets = mkdtempSync(join(tmpdir(), 'roost-assets-'))
const upstream = createServer((request, response) => {
  received.push({ url: request.url, headers: request.headers })
  respond(response)
})

beforeAll(async () => {
  mkdirSync(join(assets, '_next/static'), { recursive: true })
  writeFileSync(join(assets, '_next/static/0a1b2c.js'), 'export {}')
  writeUnavailablePages(join(assets, '_next/static/unavailable'))
  await once(upstream.listen(0, '127.0.0.1'), 'listening')
  nginx = await startNginx((upstream.address() as AddressInfo).port, assets)
})
afterAll(async () => {
  await nginx.stop()
  upstream.closeAllConnections()
  upstream.close()
  rmSync(assets, { recursive: true })
})
beforeEach(() => {
  received = []
  answer({})
})

/** Sets the response of the server behind nginx. */
function answer(headers: Record<string, string>) {
  respond = (response) => response.writeHead(200, { 'Content-Type': 'text/html', ...headers }).end('page')
}

type Answer = { status: number | undefined; headers: IncomingHttpHeaders; body: string }

function get(path: string, headers: Record<string, string> = {}, origin = nginx.url): Promise<Answer> {
  const options: RequestOptions = { headers, rejectUnauthorized: false }
  const send = origin.startsWith('https') ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    send(origin + path, options, async (response) => {
      let body = ''
      for await (const chunk of response) body += chunk
      resolve({ status: response.statusCode, headers: response.headers, body })
    })
      .on('error', reject)
      .end()
  })
}

let lastPage = 0
/** The cache status of the second of two requests for a new page. */
async function secondStatus(
  response: Record<string, string>,
  request: Record<string, string> = {},
  prefix = '/page',
) {
  answer(response)
  lastPage += 1
  const path = `${prefix}${lastPage}`
  await get(path, request)
  return (await get(path, request)).headers['x-cache-status']
}

test('redirects port 80 to https, except for the challenges of a certificate [DEP-01]', async () => {
  const { status, headers } = await get('/users/ann?page=2', {}, nginx.httpUrl)
  expect([status, headers.location]).toEqual([301, 'https://localhost/users/ann?page=2'])
  const challenge = await get('/.well-known/acme-challenge/token', {}, nginx.httpUrl)
  expect([challenge.status, challenge.body]).toEqual([200, 'challenge'])
})

test('forwards requests with the address of the client, the host and the scheme [DEP-01]', async () => {
  expect((await get('/?q=1', { 'X-Forwarded-For': '198.51.100.1', 'X-Forwarded-Proto': 'http' })).body).toBe(
    'page',
  )
  expect(received[0]).toMatchObject({
    url: '/?q=1',
    headers: {
      host: new URL(nginx.url).host,
      'x-forwarded-for': '198.51.100.1, 127.0.0.1',
      'x-forwarded-proto': 'https',
    },
  })
})

test('passes on a redirect to a long address [DEP-01]', async () => {
  const location = `/search?q=${'a'.repeat(16_000)}`
  respond = (response) => response.writeHead(307, { Location: location }).end()
  const { status, headers } = await get('/search')
  expect([status, headers.location?.length]).toEqual([307, location.length])
})

test('serves hashed files itself, for a year [DEP-01]', async () => {
  const { status, headers, body } = await get('/_next/static/0a1b2c.js')
  expect([status, body]).toEqual([200, 'export {}'])
  expect(headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-type': 'application/javascript',
    'x-content-type-options': 'nosniff',
  })
  expect((await get('/_next/static/missing.js')).status).toBe(404)
  expect(received).toEqual([])
})

test.each([
  ['en', {}],
  ['en', { 'Accept-Language': 'nl, de' }],
  ['es', { 'Accept-Language': 'es-MX, en;q=0.5' }],
  ['pt-BR', { 'Accept-Language': 'pt' }],
  ['ja', { 'Accept-Language': 'de', Cookie: 'a=b; roost.locale=ja' }],
])(
  'answers in the language %s while the server does not run, for %j [DEP-01, ERR-02]',
  async (locale, request) => {
    respond = (response) => response.destroy()
    const { status, headers, body } = await get('/explore', request as Record<string, string>)
    expect(status).toBe(503)
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'retry-after': '5',
      'cache-control': 'no-store',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    })
    expect(body).toContain(`<html lang="${locale}"`)
    expect(body).toContain('<style>')
    respond = (response) => response.writeHead(502).end('of the server')
    expect(await get('/explore')).toMatchObject({ status: 502, body: 'of the server' })
  },
)

test('answers clients of the API with JSON while the server does not run [DEP-01, API-11]', async () => {
  respond = (response) => response.destroy()
  const { status, headers, body } = await get('/api/users')
  expect([status, headers['retry-after'], headers['content-type']]).toEqual([503, '5', 'application/json'])
  expect(JSON.parse(body)).toEqual({ error: 'Service Unavailable' })
  expect((await get('/_next/static/unavailable/en.html')).status).toBe(404)
})

const shared = { 'Cache-Control': 'public, max-age=0, s-maxage=60' }

test('answers guests from its cache while the response allows shared caches to keep it [DEP-01]', async () => {
  expect(await secondStatus({ ...shared, Vary: 'RSC, Accept-Language, Cookie' })).toBe('HIT')
  expect(received).toHaveLength(1)
})

test.each([
  ['a response without s-maxage', { 'Cache-Control': 'public, max-age=60' }, {}],
  ['a response without Cache-Control', {}, {}],
  ['a private response', { 'Cache-Control': 'private, s-maxage=60' }, {}],
  ['a response that sets a cookie', { ...shared, 'Set-Cookie': 'a=b' }, {}],
  ['a response that varies by everything', { ...shared, Vary: '*' }, {}],
  ['a request with a session', shared, { Cookie: '__Host-roost.session=x' }],
  ['a request with a token', shared, { Authorization: 'Bearer x' }],
  ['a soft navigation', shared, { RSC: '1' }],
  ['a part of a page', shared, { Range: 'bytes=0-1' }],
])('does not cache %s [DEP-01]', async (_name, response, request) => {
  expect(await secondStatus(response, request as Record<string, string>)).toMatch(/^(?:MISS|BYPASS)$/)
  expect(received).toHaveLength(2)
})

test.each(['/api/', '/data/', '/media/', '/page?q='])('does not cache %s [DEP-01]', async (prefix) => {
  expect(await secondStatus(shared, {}, prefix)).toBe('BYPASS')
})

test('never answers a member with the page of a guest, nor the reverse [DEP-01]', async () => {
  answer(shared)
  await get('/mixed')
  respond = (response) => response.writeHead(200, { 'Cache-Control': 'private, no-store' }).end('secret')
  expect((await get('/mixed', { Cookie: '__Host-roost.session=x' })).body).toBe('secret')
  expect((await get('/mixed')).body).toBe('page')
})

test('stores a page once for each language and encoding [DEP-01]', async () => {
  answer(shared)
  const variants: Record<string, string>[] = [
    { 'Accept-Language': 'es' },
    { 'Accept-Language': 'en' },
    { 'Accept-Encoding': 'gzip, deflate' },
  ]
  for (const headers of [...variants, ...variants]) await get('/variants', headers)
  expect(received).toHaveLength(3)
  expect(received.map(({ headers }) => headers['accept-encoding'])).toEqual(['identity', 'identity', 'gzip'])
})

test.each(['/data/stream', '/api/stream'])(
  'passes events of %s on as they are sent [DEP-01]',
  async (path) => {
    let stream: ServerResponse | undefined
    respond = (response) => {
      stream = response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      stream.write('data: 1\n\n')
    }
    const events: string[] = []
    await new Promise<void>((resolve, reject) => {
      requestHttps(`${nginx.url}${path}`, { rejectUnauthorized: false }, async (response) => {
        for await (const chunk of response) {
          events.push(String(chunk))
          // Sent after the first one has arrived: a proxy with a buffer would hold that back.
          if (events.length === 1) stream?.write('data: 2\n\n')
          else stream?.end()
        }
        resolve()
      })
        .on('error', reject)
        .end()
    })
    expect(events).toEqual(['data: 1\n\n', 'data: 2\n\n'])
  },
)
