import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { createLambdaFront, patternToRegExp } from './lambda-front.mjs'

type Event = Record<string, unknown> & { headers: Record<string, string> }

async function listen(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  return (server.address() as AddressInfo).port
}

/** Starts the front before a function that answers every event with `result`. */
async function start(result: object) {
  const events: Event[] = []
  const port = await listen(async (request, response) => {
    events.push((await json(request)) as Event)
    response.end(JSON.stringify(result))
  })
  const assets = mkdtempSync(join(tmpdir(), 'roost-assets-'))
  onTestFinished(() => rmSync(assets, { recursive: true }))
  mkdirSync(join(assets, '_next/static'), { recursive: true })
  writeFileSync(join(assets, '_next/static/a.js'), 'let a')
  const front = createLambdaFront({
    assets,
    patterns: ['_next/*', 'icon.svg'],
    pool: { run: (send) => send(port) },
  })
  return { url: `http://127.0.0.1:${await listen(front)}`, events }
}

const ok = { statusCode: 200, headers: { 'content-type': 'text/plain' }, body: 'Hello' }

test('passes a request to the function as an event of API Gateway in format 2.0', async () => {
  const { url, events } = await start(ok)
  const headers = { Cookie: 'a=1; b=2', 'X-Forwarded-For': '198.51.100.9' }
  const response = await fetch(`${url}/search?q=a%20b`, { method: 'POST', body: 'text', headers })
  expect(await response.text()).toBe('Hello')
  expect(events[0]).toMatchObject({
    version: '2.0',
    rawPath: '/search',
    rawQueryString: 'q=a%20b',
    cookies: ['a=1', 'b=2'],
    body: Buffer.from('text').toString('base64'),
    isBase64Encoded: true,
    requestContext: { http: { method: 'POST', path: '/search' } },
  })
  // What the client has sent, its address, and that of CloudFront.
  expect(events[0]?.headers['x-forwarded-for']).toBe('198.51.100.9, 127.0.0.1, 192.0.2.1')
  expect(events[0]?.headers['x-forwarded-host']).toBe(new URL(url).host)
  expect(events[0]?.headers.cookie).toBeUndefined()
})

test('passes the path of a request to the function as the client has encoded it', async () => {
  const { url, events } = await start(ok)
  for (const path of ['/api/%ff', '/posts/%E0%A4%A', '/api/users/..%2F..%2Fetc/posts']) {
    expect((await fetch(url + path)).status, path).toBe(200)
    expect(events.pop(), path).toMatchObject({ rawPath: path, requestContext: { http: { path } } })
  }
})

test('sends cookies, a status and a body in base64 as HTTP', async () => {
  const body = Buffer.from([0, 255, 1]).toString('base64')
  const { url } = await start({
    ...ok,
    statusCode: 303,
    cookies: ['a=1', 'b=2'],
    body,
    isBase64Encoded: true,
  })
  const response = await fetch(url, { redirect: 'manual' })
  expect(response.status).toBe(303)
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 255, 1])
})

test('takes files from S3 without calling the function', async () => {
  const { url, events } = await start(ok)
  const found = await fetch(`${url}/_next/static/a.js`)
  expect(await found.text()).toBe('let a')
  expect(found.headers.get('cache-control')).toContain('immutable')
  expect((await fetch(`${url}/_next/static/missing.js`)).status).toBe(404)
  expect((await fetch(`${url}/_next/..%2f..%2fsecret`)).status).toBe(400)
  expect((await fetch(`${url}/icon.svg`)).status).toBe(404)
  expect(events).toEqual([])
})

test('refuses requests and results above the limits of Lambda', async () => {
  const { url, events } = await start({ ...ok, body: 'a'.repeat(6 * 1024 * 1024) })
  expect((await fetch(url)).status).toBe(500)
  const tooLong = await fetch(url, { method: 'POST', body: 'a'.repeat(5 * 1024 * 1024) })
  expect(tooLong.status).toBe(413)
  expect(events).toHaveLength(1)
})

test('matches patterns of CloudFront', () => {
  expect(patternToRegExp('_next/*').test('_next/static/chunks/a.js')).toBe(true)
  expect(patternToRegExp('icon.svg').test('iconXsvg')).toBe(false)
  expect(patternToRegExp('icon.svg').test('icon.svg.bak')).toBe(false)
})
