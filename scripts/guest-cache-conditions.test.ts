import { afterEach, beforeEach, expect, test } from 'vitest'
import { pageKey, postKey, recordChanges } from '../lib/http/changes.mjs'
import { shared, startCachedServer } from '../lib/testing/cached-server'

let { served, send, setOrigin, stop } = {} as Awaited<ReturnType<typeof startCachedServer>>

const path = '/users/ann/feed.xml'
const body = '<link href="https://roost.example/posts/7"/>'
const lastModified = 'Fri, 27 Nov 2026 08:00:00 GMT'
let etag = '"one"'
let conditions: (string | undefined)[] = []

beforeEach(async () => {
  ;({ served, send, setOrigin, stop } = await startCachedServer())
  etag = '"one"'
  conditions = []
  setOrigin((request, response) => {
    conditions.push(request.headers['if-none-match'], request.headers['if-modified-since'])
    const headers = { ...shared, 'Content-Type': 'application/atom+xml', 'Last-Modified': lastModified }
    response.writeHead(200, { ...headers, ETag: etag }).end(body)
  })
})

afterEach(() => stop())

test('the guest page cache answers 304 from a stored page, without the headers of the body [SYN-03]', async () => {
  await send(path)
  const reply = await send(path, { 'If-None-Match': '"zero", "one"' })
  expect([reply.status, reply.body.length, served.length]).toEqual([304, 0, 1])
  expect(reply.headers).toMatchObject({ etag: '"one"', 'cache-control': shared['Cache-Control'] })
  expect(reply.headers['content-type']).toBeUndefined()
  expect((await send(path, { 'If-Modified-Since': lastModified })).status).toBe(304)
  expect((await send(path, { 'If-None-Match': '"two"' })).status).toBe(200)
  expect(served).toHaveLength(1)
})

test('the guest page cache renders a page completely for a conditional request, and stores it [SYN-03]', async () => {
  expect((await send(path, { 'If-None-Match': '"one"', 'If-Modified-Since': lastModified })).status).toBe(304)
  expect((await send(path)).body.toString()).toBe(body)
  expect(conditions).toEqual([undefined, undefined])
  expect(served).toHaveLength(1)
})

test.each([
  ['a post that it shows', () => recordChanges([postKey(7)])],
  ['the page with the same posts', () => recordChanges([pageKey('/users/Ann')])],
])('a stored feed is stale after a change of %s [SYN-02]', async (_, change) => {
  await send(path)
  etag = '"two"'
  change()
  expect((await send(path, { 'If-None-Match': '"one"' })).headers.etag).toBe('"two"')
})
