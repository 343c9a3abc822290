import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { createErrorPages, ReplaceableResponse } from './error-pages.mjs'

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

const page = '<html><main>Error</main></html>'
const reported: unknown[] = []
let rendered: IncomingMessage[] = []

beforeEach(() => {
  reported.length = 0
  rendered = []
})

const renderPage: Handler = async (request, response) => {
  rendered.push(request)
  response.writeHead(500, { 'Content-Type': 'text/html', 'Cache-Control': 'private, no-store' }).end(page)
}

/** Sends one request to a server with this handler. */
async function send(
  handle: Handler,
  { path = '/', method = 'GET', headers = {}, render = renderPage } = {} as {
    path?: string
    method?: string
    headers?: Record<string, string>
    render?: Handler
  },
) {
  const respond = createErrorPages(handle, render, (error) => reported.push(error))
  const server = createServer({ ServerResponse: ReplaceableResponse }, (request, response) => {
    request.headers['x-request-id'] = 'test-request'
    response.setHeader('X-Request-Id', 'test-request')
    respond(request, response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`
  const response = await fetch(url, {
    method,
    headers: { accept: 'text/html', ...headers },
    redirect: 'manual',
  })
  return { status: response.status, headers: response.headers, body: await response.text() }
}

const fail: Handler = async (_, response) => {
  response.statusCode = 500
  response.setHeader('Content-Type', 'text/html')
  response.setHeader('Set-Cookie', 'half=done')
  response.flushHeaders()
  response.write('<html id="__next_error__">secret detail')
  response.end('</html>')
}

const answer =
  (status: number, type: string, body: string): Handler =>
  async (_, response) => {
    response.writeHead(status, { 'Content-Type': type }).end(body)
  }

describe('a page with an unexpected error', () => {
  test('is replaced by the error page, with the id of the request [ERR-02]', async () => {
    const { status, headers, body } = await send(fail, {
      path: '/explore',
      headers: { cookie: 'roost.session=x', authorization: 'Bearer x' },
    })
    expect([status, body, headers.get('x-request-id')]).toEqual([500, page, 'test-request'])
    expect([headers.get('cache-control'), headers.get('set-cookie')]).toEqual(['private, no-store', null])
    const [request] = rendered
    expect(request?.headers).toMatchObject({ cookie: 'roost.session=x', 'x-roost-error-page': '1' })
    expect(request?.headers).not.toHaveProperty('authorization')
  })

  test('is replaced when the handler throws, and the error is reported', async () => {
    const error = new Error('broken')
    const { status, body } = await send(async () => {
      throw error
    })
    expect([status, body, reported]).toEqual([500, page, [error]])
  })

  test('is also replaced for a form submission (POST)', async () => {
    expect(await send(fail, { method: 'POST' })).toMatchObject({ status: 500, body: page })
    expect(rendered[0]?.method).toBe('GET')
  })

  test('has no body for HEAD', async () => {
    const { status, headers, body } = await send(fail, { method: 'HEAD' })
    expect([status, headers.get('content-length'), body]).toEqual([500, String(page.length), ''])
  })

  test.each([
    ['en', 'Something went wrong.'],
    ['es-AR, en;q=0.5', 'Algo ha fallado.'],
    ['xx', 'Something went wrong.'],
  ])(
    'is replaced by a plain page when the error page fails too, for Accept-Language %s',
    async (accept, title) => {
      for (const render of [fail, () => Promise.reject(new Error('no database'))]) {
        const { status, headers, body } = await send(fail, { headers: { 'accept-language': accept }, render })
        expect(status).toBe(500)
        expect(body).toContain(title)
        expect(body).toContain('test-request')
        expect(body).not.toContain('secret')
        expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      }
    },
  )

  test('is replaced by the error page at /api/docs, which is a page [ERR-02]', async () => {
    expect(await send(fail, { path: '/api/docs' })).toMatchObject({ status: 500, body: page })
    expect(await send(fail, { path: '/api/docs?x=1' })).toMatchObject({ status: 500, body: page })
  })

  test('is not rendered for pictures and other parts of pages', async () => {
    const { status, body } = await send(fail, { headers: { accept: 'image/avif,image/*,*/*;q=0.8' } })
    expect([status, body]).toEqual([500, 'Internal Server Error. Request test-request'])
    expect(rendered).toEqual([])
  })
})

describe('JSON', () => {
  const failed = JSON.stringify({ error: 'Internal Server Error', requestId: 'test-request' })

  test.each([
    ['/api/health', 'text/html'],
    ['/api/docs/x', 'text/html'],
    ['/data/explore', '*/*'],
    ['/explore', 'application/json'],
    ['/explore', 'text/html;q=0.5, application/json'],
  ])('replaces an error of %s for Accept %s [ERR-04]', async (path, accept) => {
    const { status, headers, body } = await send(fail, { path, headers: { accept } })
    expect([status, headers.get('content-type'), body]).toEqual([500, 'application/json', failed])
  })

  test.each([400, 405, 413])(
    'replaces an empty response with status %i of the API [ERR-04]',
    async (status) => {
      const reply = await send(answer(status, 'text/plain', ''), { path: '/api/health' })
      expect(reply.status).toBe(status)
      expect(JSON.parse(reply.body)).toEqual({ error: expect.stringMatching(/\w+/) })
    },
  )
})

test.each([
  ['a page with status 404', answer(404, 'text/html', 'missing'), {}],
  ['the page /api/docs with status 404', answer(404, 'text/html', 'missing'), { path: '/api/docs' }],
  ['a page with status 503', answer(503, 'text/html', 'busy'), {}],
  ['an error as JSON', answer(500, 'application/json', '{"error":"own"}'), { path: '/api/x' }],
  ['a page with status 200', answer(200, 'text/html', 'fine'), {}],
  ['a response to an action', answer(500, 'text/x-component', '0:{}'), { headers: { 'next-action': 'x' } }],
  ['a soft navigation', answer(500, 'text/plain', 'error'), { headers: { rsc: '1' } }],
])('%s is left unchanged', async (_, handle, options) => {
  const reply = await send(handle, options)
  expect(['missing', 'busy', '{"error":"own"}', 'fine', '0:{}', 'error']).toContain(reply.body)
  expect(rendered).toEqual([])
})

test('an error after the beginning of the response ends the connection', async () => {
  await expect(
    send(async (_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' }).write('half a page')
      throw new Error('broken')
    }),
  ).rejects.toThrow()
  expect(reported).toHaveLength(1)
})

describe('a request that fails because of an outage', () => {
  /** Fails like a page, after lib/db has marked the response. */
  const outage: Handler = async (request, response) => {
    Object.assign(response, { unavailableFor: 5 })
    await fail(request, response)
  }

  test.each(['/explore', '/api/docs'])(
    'gets status 503, Retry-After and a plain page at %s, without another rendering [ERR-02]',
    async (path) => {
      const { status, headers, body } = await send(outage, { path })
      expect([status, headers.get('retry-after'), headers.get('set-cookie')]).toEqual([503, '5', null])
      expect(body).toContain('This site is temporarily unavailable.')
      expect(body).toContain('test-request')
      expect(rendered).toEqual([])
    },
  )

  test('is JSON for clients of the API', async () => {
    const { status, headers, body } = await send(outage, { path: '/data/explore' })
    expect([status, headers.get('retry-after')]).toEqual([503, '5'])
    expect(JSON.parse(body)).toEqual({ error: 'Service Unavailable', requestId: 'test-request' })
  })

  test('keeps the body for client-side JavaScript, with status 503', async () => {
    const { status, headers, body } = await send(outage, { headers: { rsc: '1' } })
    expect([status, headers.get('retry-after')]).toEqual([503, '5'])
    expect(body).toContain('secret detail')
  })

  test('keeps a page that an action returns with status 503, which has the typed text', async () => {
    const refuses: Handler = async (_, response) => {
      Object.assign(response, { unavailableFor: 5, statusCode: 503 })
      response.setHeader('Content-Type', 'text/html')
      response.end('<form>Long thoughts</form>')
    }
    expect(await send(refuses, { method: 'POST' })).toMatchObject({
      status: 503,
      body: '<form>Long thoughts</form>',
    })
  })

  test('keeps its status when it succeeds despite the outage', async () => {
    const recovers: Handler = async (request, response) => {
      Object.assign(response, { unavailableFor: 5 })
      await answer(200, 'text/html', '<p>Stored copy</p>')(request, response)
    }
    expect(await send(recovers)).toMatchObject({ status: 200, body: '<p>Stored copy</p>' })
  })
})

test('a request with a malformed body gets status 400, without another rendering', async () => {
  const malformed: Handler = async (request, response) => {
    Object.assign(response, { isMalformed: true })
    await fail(request, response)
  }
  const { status, body } = await send(malformed, { method: 'POST' })
  expect([status, rendered]).toEqual([400, []])
  expect(body).not.toContain('secret')
  expect((await send(malformed, { method: 'POST', headers: { 'next-action': 'x' } })).status).toBe(400)
})

test('a client that disconnects is not reported as an error', async () => {
  const disconnected: Handler = async (request) => {
    request.destroy()
    throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' })
  }
  await expect(send(disconnected, { method: 'POST' })).rejects.toThrow()
  expect(reported).toEqual([])
})
