import { describe, expect, test } from 'vitest'
import { createRouter } from './vercel-routes.mjs'

const outputs: Record<string, 'file' | 'function'> = {
  '/': 'function',
  '/index.rsc': 'function',
  '/explore': 'function',
  '/explore.rsc': 'function',
  '/missing': 'function',
  '/posts/[id]': 'function',
  '/icon.svg': 'file',
  '/_next/static/a.js': 'file',
  '/_next/static/not-found.txt': 'file',
}

/** The form of what `vercel build` writes for this project. */
const config = {
  routes: [
    { src: '^(?:/(.*))$', headers: { 'X-Frame-Options': 'DENY' }, continue: true },
    { src: '^/old$', headers: { Location: '/explore' }, status: 308 },
    {
      src: '^/((?!icon\\.svg$|_next/static/).*)$',
      middlewarePath: '/_middleware',
      continue: true,
      override: true,
    },
    { src: '^/?', has: [{ type: 'header', key: 'rsc', value: '1' }], dest: '/index.rsc', continue: true },
    {
      src: '^/((?!.+\\.rsc).+?)(?:/)?$',
      has: [{ type: 'header', key: 'rsc', value: '1' }],
      dest: '/$1.rsc',
      headers: { vary: 'rsc' },
      continue: true,
      override: true,
    },
    { handle: 'filesystem' },
    { src: '/index(\\.action|\\.rsc)', dest: '/', continue: true },
    { handle: 'resource' },
    { src: '/.*', status: 404 },
    { handle: 'miss' },
    { src: '/_next/static/.+', status: 404, check: true, dest: '/_next/static/not-found.txt' },
    { handle: 'rewrite' },
    { src: '^/posts/(?<nxtPid>[^/]+?)(?:/)?$', dest: '/posts/[id]?nxtPid=$nxtPid' },
    { handle: 'hit' },
    { src: '/_next/static/.+', headers: { 'cache-control': 'immutable' }, continue: true, important: true },
    { src: '/((?!index$).*?)(?:/)?$', headers: { 'x-matched-path': '/$1' }, continue: true, important: true },
    { handle: 'error' },
    { src: '/.*', dest: '/missing', status: 404 },
  ],
}

const next = (headers: Record<string, string> = {}) =>
  new Response(null, { headers: { 'x-middleware-next': '1', ...headers } })

async function routeOf(path: string, headers: Record<string, string> = {}, answer = next()) {
  const calls: string[] = []
  const route = createRouter(
    config,
    (name) => outputs[name] ?? null,
    async (_, request) => {
      calls.push(new URL(request.url).pathname)
      return answer
    },
  )
  const state = await route({ method: 'GET', url: `http://localhost${path}`, headers: new Headers(headers) })
  return { ...state, calls, matchedPath: state.requestHeaders.get('x-matched-path') }
}

describe('a request is routed', () => {
  test('to a page, with the headers of the configuration and the name of its function', async () => {
    const { target, headers, matchedPath, calls } = await routeOf('/explore?page=2')
    expect(target).toMatchObject({ kind: 'function', path: '/explore', url: '/explore?page=2' })
    expect([headers.get('x-frame-options'), matchedPath, calls]).toEqual(['DENY', '/explore', ['/explore']])
  })

  test('to a dynamic page, with its parameter in the query', async () => {
    const { target, matchedPath } = await routeOf('/posts/7?a=b')
    expect(target).toMatchObject({ path: '/posts/[id]', url: '/posts/7?a=b&nxtPid=7' })
    expect(matchedPath).toBe('/posts/[id]')
  })

  test('to a file without the proxy, and to a text when the file is missing', async () => {
    const file = await routeOf('/_next/static/a.js')
    expect([file.target.kind, file.headers.get('cache-control'), file.calls]).toEqual([
      'file',
      'immutable',
      [],
    ])
    const missing = await routeOf('/_next/static/b.js')
    expect(missing).toMatchObject({
      status: 404,
      target: { kind: 'file', path: '/_next/static/not-found.txt' },
    })
  })

  test('to the data of a page in a soft navigation', async () => {
    expect((await routeOf('/explore', { rsc: '1' })).target).toMatchObject({ path: '/explore.rsc' })
    expect((await routeOf('/', { rsc: '1' })).target).toMatchObject({ path: '/index.rsc' })
  })

  test('by a redirect of the configuration', async () => {
    const { target, status, headers } = await routeOf('/old')
    expect([target.kind, status, headers.get('location')]).toEqual(['redirect', 308, '/explore'])
  })

  test('to the page for unknown paths', async () => {
    expect(await routeOf('/nowhere')).toMatchObject({ status: 404, target: { path: '/missing' } })
  })
})

describe('the proxy', () => {
  test('rewrites with a status, and keeps its own headers', async () => {
    const headers = {
      'x-middleware-rewrite': 'http://localhost/missing',
      'content-security-policy': "x 'self'",
    }
    const state = await routeOf('/posts/9', {}, new Response(null, { status: 404, headers }))
    expect(state).toMatchObject({ status: 404, target: { path: '/missing', url: '/missing' } })
    expect(state.middlewareHeaders.get('content-security-policy')).toBe("x 'self'")
  })

  test('replaces and removes headers of the request', async () => {
    const answer = next({
      'x-middleware-override-headers': 'accept,x-new',
      'x-middleware-request-x-new': 'value',
    })
    const { requestHeaders } = await routeOf('/explore', { accept: 'a', cookie: 'b' }, answer)
    expect([requestHeaders.get('accept'), requestHeaders.get('x-new'), requestHeaders.get('cookie')]).toEqual(
      ['a', 'value', null],
    )
  })

  test('can respond on its own', async () => {
    const { target } = await routeOf('/explore', {}, new Response('no', { status: 403 }))
    expect(target).toMatchObject({ kind: 'response', response: expect.objectContaining({ status: 403 }) })
  })
})
