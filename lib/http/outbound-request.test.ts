import http from 'node:http'
import { createServer, type Socket } from 'node:net'
import { generate } from 'selfsigned'
import { expect, onTestFinished, test, vi } from 'vitest'
import { eventually } from '../testing/eventually'
import { startReceiver } from '../testing/receiver'
import { postOutbound } from './outbound-request'

const loopback = [{ address: '127.0.0.1', family: 4 }]

type Request = Parameters<typeof postOutbound>[0]

const post = (url: string, options: Partial<Request> = {}) =>
  postOutbound({
    ...{ url: new URL(url), headers: { 'Content-Type': 'application/json' }, body: '{"a":"ñ"}' },
    ...{ scope: 'any', timeout: 5000, ...options },
  })

async function aCertificate(name: string) {
  const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
  })
  return { key, cert }
}

test('posts the body and returns the status of the response', async () => {
  const { url, received } = await startReceiver((response) => void response.writeHead(202).end('ok'))
  expect(await post(url)).toEqual({ status: 202, retryAfter: null })
  expect(received).toMatchObject([{ method: 'POST', path: '/hook', body: '{"a":"ñ"}' }])
  expect(received[0]?.headers).toMatchObject({ 'content-type': 'application/json', 'content-length': '10' })
})

test.each([
  ['7', 7],
  ['0', 0],
  ['-1', null],
  ['1.5', null],
  ['Fri, 27 Nov 2026 09:00:00 GMT', null],
])('reads Retry-After: %s as %j seconds', async (header, retryAfter) => {
  const { url } = await startReceiver(
    (response) => void response.writeHead(503, { 'Retry-After': header }).end(),
  )
  expect(await post(url)).toEqual({ status: 503, retryAfter })
})

test('refuses private addresses without a connection, in the URL and as the result of a DNS lookup', async () => {
  const { port, sockets } = await startReceiver()
  const scope = 'public'
  for (const url of ['https://127.0.0.1/', 'https://[::1]/', 'https://2130706433/', 'https://0x7f.1/'])
    await expect(post(url, { scope })).rejects.toThrow('address')
  await expect(post('https://hook.example/', { scope, resolve: async () => loopback })).rejects.toThrow(
    'address',
  )
  await expect(post('https://localhost/', { scope })).rejects.toThrow('address')
  // Permitted with scope any only.
  await expect(post(`http://127.0.0.1:${port}/`, { scope })).rejects.toThrow('address')
  expect(sockets.size).toBe(0)
})

test('refuses a name when only one of its addresses is private', async () => {
  const resolve = async () => [{ address: '93.184.216.34', family: 4 }, ...loopback]
  await expect(post('https://hook.example/', { scope: 'public', resolve })).rejects.toThrow('address')
})

test('connects to the address that was checked, although the name resolves to another one afterwards', async () => {
  const good = await startReceiver()
  const answers = [loopback, [{ address: '169.254.169.254', family: 4 }]]
  const resolve = vi.fn(async () => answers.shift() ?? [])
  const url = `http://rebinding.example:${good.port}/`
  expect(await post(url, { resolve })).toMatchObject({ status: 204 })
  expect(resolve).toHaveBeenCalledOnce()
  expect(good.received[0]?.headers.host).toBe(`rebinding.example:${good.port}`)
  await expect(post(url, { resolve })).rejects.toThrow('address')
  expect(good.received).toHaveLength(1)
})

test('uses the next address of a name when the first one does not respond', async () => {
  const { port } = await startReceiver()
  const resolve = async () => [{ address: '127.0.0.2', family: 4 }, ...loopback]
  expect(await post(`http://hook.example:${port}/`, { resolve })).toMatchObject({ status: 204 })
})

test('checks the certificate for the name, not for the address', async () => {
  const tls = await aCertificate('hook.example')
  const { port, received } = await startReceiver(undefined, tls)
  const options = { resolve: async () => loopback, ca: tls.cert }
  expect(await post(`https://hook.example:${port}/`, options)).toMatchObject({ status: 204 })
  await expect(post(`https://other.example:${port}/`, options)).rejects.toThrow('tls')
  await expect(post(`https://hook.example:${port}/`, { resolve: options.resolve })).rejects.toThrow('tls')
  expect(received).toHaveLength(1)
})

test.each([301, 302, 303, 307, 308])(
  'returns a redirect with status %i and does not follow it',
  async (status) => {
    const target = await startReceiver()
    const { url } = await startReceiver(
      (response) => void response.writeHead(status, { Location: target.url }).end(),
    )
    expect(await post(url)).toMatchObject({ status })
    expect(target.sockets.size).toBe(0)
  },
)

test('does not use the global agent, which Node may connect to the proxy of the environment', async () => {
  const { url } = await startReceiver()
  const spy = vi.spyOn(http.Agent.prototype, 'createConnection')
  onTestFinished(() => spy.mockRestore())
  expect(await post(url)).toMatchObject({ status: 204 })
  expect(spy).toHaveBeenCalledOnce()
  expect(spy.mock.contexts[0]).not.toBe(http.globalAgent)
})

test('closes the connection after the first bytes of a long response', async () => {
  let written = 0
  const { url, sockets } = await startReceiver((response) => {
    response.writeHead(200)
    const write = () => {
      while (!response.destroyed && response.write('x'.repeat(1000))) written += 1000
    }
    response.on('drain', write)
    write()
  })
  expect(await post(url)).toMatchObject({ status: 200 })
  await eventually(() => expect([...sockets].every(({ destroyed }) => destroyed)).toBe(true))
  expect(written).toBeLessThan(10_000_000)
})

test('times out without a response and during name resolution, and stops when aborted', async () => {
  await expect(post((await startReceiver(() => {})).url, { timeout: 50 })).rejects.toThrow('timeout')
  const resolve = () => new Promise<never>(() => {})
  await expect(post('http://hook.example/', { timeout: 50, resolve })).rejects.toThrow('timeout')
  const { url, received } = await startReceiver(() => {})
  const controller = new AbortController()
  const interrupted = post(url, { signal: controller.signal, timeout: 60_000 })
  await eventually(() => expect(received).toHaveLength(1))
  controller.abort()
  await expect(interrupted).rejects.toThrow('timeout')
})

test('fails at once after status 101, which has no response', async () => {
  const port = await aServerThatSends(
    'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n',
  )
  await expect(post(`http://127.0.0.1:${port}/`, { timeout: 60_000 })).rejects.toThrow('closed')
})

test('returns the status when the body times out', async () => {
  const { url } = await startReceiver((response) => void response.writeHead(200).write('x'))
  // The time ends when the client has the beginning of the response, however long that takes.
  const limit = new AbortController()
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(limit.signal)
  const send = http.request
  const request = vi
    .spyOn(http, 'request')
    .mockImplementation(((...args: Parameters<typeof send>) =>
      send(...args).once('response', (response) =>
        response.once('data', () => setImmediate(() => limit.abort(new DOMException('', 'TimeoutError')))),
      )) as typeof send)
  onTestFinished(() => {
    timeout.mockRestore()
    request.mockRestore()
  })
  expect(await post(url)).toMatchObject({ status: 200 })
})

test('reports why a request failed', async () => {
  const fail = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }))
  for (const code of ['ENOTFOUND', 'EAI_AGAIN'])
    await expect(post('http://hook.example/', { resolve: fail(code) })).rejects.toThrow('name')
  await expect(post('http://hook.example/', { resolve: async () => [] })).rejects.toThrow('name')
  await expect(post('ftp://hook.example/')).rejects.toThrow('address')
  await expect(post('http://ann:secret@hook.example/')).rejects.toThrow('address')

  const { url } = await startReceiver((response) => void response.destroy())
  await expect(post(url)).rejects.toThrow('closed')
  await expect(post(url.replace('http:', 'https:'))).rejects.toThrow('tls')
  await expect(post(`http://127.0.0.1:${await aClosedPort()}/`)).rejects.toThrow('connection')
  const garbage = await aServerThatSends('SSH-2.0-OpenSSH_9.2\r\n')
  await expect(post(`http://127.0.0.1:${garbage}/`)).rejects.toThrow('closed')
})

async function listen(onConnection: (socket: Socket) => void) {
  const server = createServer(onConnection)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, port: (server.address() as { port: number }).port }
}

async function aClosedPort(): Promise<number> {
  const { server, port } = await listen(() => {})
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function aServerThatSends(text: string): Promise<number> {
  const { server, port } = await listen((socket) => void socket.on('error', () => {}).write(text))
  onTestFinished(() => void server.close())
  return port
}
