import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createBodyBudget } from './body-budget.mjs'
import { createErrorPages, ReplaceableResponse } from './error-pages.mjs'

const mega = 2 ** 20

/** A server that has room for 10 MB of bodies, 6 MB of them from one client. Its handler waits for the whole body. */
async function startServer() {
  const handled: string[] = []
  const budget = createBodyBudget(
    async (request, response) => {
      handled.push(request.url ?? '')
      for await (const _ of request);
      response.end('done')
    },
    { maxBytes: 10 * mega, maxBytesOfClient: 6 * mega },
  )
  const respond = createErrorPages(budget, budget, () => {})
  const server = createServer({ ServerResponse: ReplaceableResponse }, respond)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo

  /** Opens a request that announces a body and sends only its first byte. */
  async function hold(path: string, client: string, framing: string): Promise<Socket> {
    const socket = connect(port, '127.0.0.1')
    const before = handled.length
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: ${client}\r\n${framing}\r\n\r\n1\r\na`,
    )
    await vi.waitFor(() => expect(handled.length).toBeGreaterThan(before), 10_000)
    return socket
  }

  const send = (path: string, client: string, bytes: number) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers: { 'x-forwarded-for': client, accept: 'application/json' },
      body: 'a'.repeat(bytes),
    })
  return { hold, send }
}

const lengthOf = (bytes: number) => `Content-Length: ${bytes}`

test('refuses a large body with 503 while unfinished bodies of the same client take their place [SEC-31]', async () => {
  const { hold, send } = await startServer()
  const held = await hold('/account', '192.0.2.1', lengthOf(5 * mega))
  const refused = await send('/account', '192.0.2.1', 2 * mega)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '10'])
  expect(await refused.json()).toMatchObject({ error: 'Service Unavailable' })
  expect((await send('/account', '192.0.2.2', 2 * mega)).status).toBe(200)
  expect((await send('/login', '192.0.2.1', 1000)).status).toBe(200)
  held.destroy()
  await vi.waitFor(
    async () => expect((await send('/account', '192.0.2.1', 2 * mega)).status).toBe(200),
    10_000,
  )
})

test('refuses a large body with 503 while the bodies of all clients fill the memory for them [SEC-31]', async () => {
  const { hold, send } = await startServer()
  for (const client of ['192.0.2.1', 'unknown']) await hold('/account', client, lengthOf(5 * mega))
  expect((await send('/account', '192.0.2.3', 2 * mega)).status).toBe(503)
  expect((await send('/', '192.0.2.3', 1000)).status).toBe(200)
})

test('counts a body without a length as one of the largest form', async () => {
  const { hold, send } = await startServer()
  await hold('/account', '192.0.2.1', 'Transfer-Encoding: chunked')
  expect((await send('/account', '192.0.2.1', mega)).status).toBe(503)
})

test('releases the bytes of a body when its response has ended', async () => {
  const { send } = await startServer()
  for (let count = 0; count < 5; count += 1)
    expect((await send('/account', '192.0.2.1', 5 * mega)).status).toBe(200)
})

test.each(['/data/imports', '/api/posts'])('does not count a body for %s', async (path) => {
  const { hold, send } = await startServer()
  for (const _ of [1, 2, 3]) await hold(path, '192.0.2.1', lengthOf(5 * mega))
  expect((await send('/account', '192.0.2.1', 5 * mega)).status).toBe(200)
})

test('limits the clients of an unknown proxy only together', async () => {
  const { hold, send } = await startServer()
  await hold('/account', 'unknown', lengthOf(5 * mega))
  expect((await send('/account', 'unknown', 4 * mega)).status).toBe(200)
})
