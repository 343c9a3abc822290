// A shared cache in front of Next (RFC 9111) for the pages of guests. A page is stored for the time that its response
// allows, and until something on it has changed (docs/decisions/018). It is compressed once.

import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { LRUCache } from 'lru-cache'
import { isApiPath } from '../lib/http/api-path.mjs'
import { changeCount, hasChanged, keysOfPage } from '../lib/http/changes.mjs'
import { isNotModified } from '../lib/http/conditional.mjs'
import { CapturedResponse } from './captured-response.mjs'

/** Seconds that a page is stored at most, whatever its response allows. */
const maxAge = 2

/** Milliseconds that a request waits for a page that another request is rendering. */
const maxWait = 5000

/** Request headers that bypass the cache. */
const bypassHeaders = [
  'authorization',
  'cookie',
  'next-action',
  'next-router-prefetch',
  'next-router-segment-prefetch',
  'next-router-state-tree',
  'range',
  'rsc',
  'x-nextjs-data',
]

/** Of these, most are stored for long by browsers or never. */
const uncachedPaths = /^\/(?:_next|avatars|data|media)\/|\/preview\.png$|^\/sitemaps?[./]/

/** Request headers that the stored page is compared with, so that the page is rendered without them (RFC 9111, 4.3). */
const conditionHeaders = ['if-modified-since', 'if-none-match']

/** Headers of one connection or one response. */
const unstoredHeaders = ['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding']

const compressors = {
  br: (body) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: promisify(gzip),
}

/**
 * @param {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => Promise<void>} handle
 *   The handler of all requests that the cache does not answer.
 * @param maxBytes Size of the stored pages, compressed copies included.
 * @returns A handler that answers what it can from the cache.
 */
export function createGuestCache(handle, maxBytes = 32 * 1024 * 1024) {
  const pages = new LRUCache({ maxSize: maxBytes, sizeCalculation: ({ body }) => 2 * body.length + 1024 })
  /** The language that Next has negotiated for a value of Accept-Language. */
  const locales = new LRUCache({ max: 1000 })
  const loading = new Map()

  return async function respond(request, response) {
    if (!isShareable(request) || bypassesCache(request)) return handle(request, response)
    const { headers, url } = request
    const language = headers['accept-language'] ?? ''
    const origin = `${headers['x-forwarded-proto'] ?? ''} ${headers['x-forwarded-host'] ?? headers.host ?? ''}`
    const keyOf = () => `${locales.get(language) ?? `? ${language}`} ${origin} ${url}`
    const stored = pages.get(keyOf())
    if (stored && isFresh(stored)) return send(request, response, stored, 'hit')
    if (request.method === 'HEAD') return handle(request, response)

    const key = keyOf()
    const current = loading.get(key)
    const wait = current ? maxWait - (performance.now() - current.startedAt) : 0
    if (wait > 0) {
      const page = await Promise.race([current.page, sleep(wait, null, { ref: false })])
      // A response that may not be stored must not be shared either.
      if (!page?.lifetime) return handle(request, response)
      // The rendering began before a change: the waiting requests share the next one.
      return hasChanged(page.keys, page.count)
        ? respond(request, response)
        : send(request, response, page, 'hit')
    }
    const started = { page: load(request, handle), startedAt: performance.now() }
    loading.set(key, started)
    const page = await started.page.finally(() => {
      if (loading.get(key) === started) loading.delete(key)
    })
    if (page.lifetime > 0) {
      if (page.locale) locales.set(language, page.locale)
      pages.set(keyOf(), page)
    }
    return send(request, response, page, page.lifetime > 0 ? 'miss' : null)
  }
}

/** Whether a stored response may answer the request: a guest's plain request for a page without a query. */
function isShareable({ method, url, headers }) {
  if (method !== 'GET' && method !== 'HEAD') return false
  if (url.includes('?') || isApiPath(url) || uncachedPaths.test(url)) return false
  return !bypassHeaders.some((name) => name in headers)
}

/** Whether the request demands a response from Next, or one that is not stored (RFC 9111, 5.2.1). */
function bypassesCache({ headers }) {
  return /no-cache|no-store/i.test(`${headers['cache-control'] ?? ''} ${headers.pragma ?? ''}`)
}

function isFresh({ requestedAt, lifetime, keys, count }) {
  return performance.now() - requestedAt < lifetime * 1000 && !hasChanged(keys, count)
}

/** Renders a page. Its `lifetime` is 0 when it may not be stored. */
async function load(request, handle) {
  const requestedAt = performance.now()
  const count = changeCount()
  const own = { ...request.headers }
  // Next would compress the page for this request only.
  request.headers['accept-encoding'] = 'identity'
  for (const name of conditionHeaders) delete request.headers[name]
  const captured = new CapturedResponse(request)
  // Together: the handler can destroy the response before it fails, or without settling.
  await Promise.all([handle(request, captured), captured.ended])
  delete request.headers['accept-encoding']
  Object.assign(request.headers, own)
  const body = Buffer.concat(captured.chunks)
  const headers = captured.getHeaders()
  const lifetime = lifetimeOf(captured.statusCode, headers)
  return {
    status: captured.statusCode,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !unstoredHeaders.includes(name))),
    body,
    encoded: new Map(),
    requestedAt,
    count,
    lifetime,
    keys: lifetime > 0 ? keysOfPage(request.url, body.toString()) : [],
    unavailableFor: captured.unavailableFor,
    locale: /^\/guest\/([\w-]+)/.exec(headers['x-middleware-rewrite'] ?? '')?.[1],
  }
}

/** Seconds that a shared cache may store the response (RFC 9111, 3 and 5.2.2.10). */
function lifetimeOf(status, headers) {
  const control = String(headers['cache-control'] ?? '')
  if (status !== 200 || headers['set-cookie'] || /private|no-store|no-cache/i.test(control)) return 0
  if (String(headers.vary).includes('*')) return 0
  return Math.min(Number(/s-maxage=(\d+)/i.exec(control)?.[1] ?? 0), maxAge)
}

/** @param result `hit` or `miss` for scripts/request-metrics.mjs; null when the response may not be stored */
async function send({ method, headers }, response, page, result) {
  response.guestCache = result
  const current = { etag: page.headers.etag, lastModified: page.headers['last-modified'] }
  const conditions = { ifNoneMatch: headers['if-none-match'], ifModifiedSince: headers['if-modified-since'] }
  if (page.status === 200 && isNotModified(conditions, current)) return sendNotModified(response, page)
  const encoding = chooseEncoding(headers['accept-encoding'], page)
  const body = encoding ? await encode(page, encoding) : page.body
  const age = Math.floor((performance.now() - page.requestedAt) / 1000)
  // A rendering that failed because of an outage (lib/http/response-status.ts).
  if (page.unavailableFor) response.unavailableFor = page.unavailableFor
  response.writeHead(page.status, {
    ...page.headers,
    ...(encoding && { 'content-encoding': encoding }),
    ...(page.lifetime > 0 && { age }),
    'content-length': body.length,
  })
  response.end(method === 'HEAD' ? undefined : body)
}

/** Sends what describes the page, without the headers of its body (RFC 9110, 15.4.5). */
function sendNotModified(response, { headers }) {
  const kept = Object.entries(headers).filter(([name]) => !/^content-(?:encoding|language|type)$/.test(name))
  response.writeHead(304, Object.fromEntries(kept))
  response.end()
}

function chooseEncoding(accepted = '', { headers, body }) {
  if (
    body.length < 1024 ||
    headers['content-encoding'] ||
    !/text|json|xml/.test(headers['content-type'] ?? '')
  )
    return null
  const names = accepted
    .split(',')
    .filter((one) => !/;\s*q=0(?:\.0*)?\s*$/.test(one))
    .map((one) => one.split(';')[0].trim())
  return ['br', 'gzip'].find((name) => names.includes(name)) ?? null
}

/** Compresses a page once. */
function encode({ body, encoded }, encoding) {
  if (!encoded.has(encoding)) encoded.set(encoding, compressors[encoding](body))
  return encoded.get(encoding)
}
