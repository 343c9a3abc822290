// Replaces the responses of failed requests. Next answers some with an empty document and others with the text "Internal
// Server Error". A browser gets an error page in the layout of the site instead, and clients of the API get JSON.

import { IncomingMessage, ServerResponse, STATUS_CODES } from 'node:http'
import { isApiPath } from '../lib/http/api-path.mjs'
import { prefersJson } from '../lib/http/prefers-json.mjs'
import { CapturedResponse } from './captured-response.mjs'
import { plainErrorPage } from './plain-error-page.mjs'

/** Marks the request for the error page itself (lib/request/gates.ts). identifyRequest removes it from other requests. */
export const errorPageHeader = 'x-roost-error-page'

/** Headers of the failed request that the error page needs: session, client address, language and theme. */
const passedHeaders =
  /^(?:host|cookie|user-agent|accept-language|x-request-id|x-forwarded-\w+|x-roost-own-request)$/

/** Headers that scripts/server.mjs has set. */
const keptHeaders = ['connection', 'x-request-id']

/** A response that holds back an error and sends another body in its place. */
export class ReplaceableResponse extends ServerResponse {
  isHeld = false
  /** Sends the other body. Without it, nothing is held back. */
  sendReplacement = null
  /** Seconds for Retry-After, when the request fails because of an outage (lib/http/response-status.ts). */
  unavailableFor = null
  /** Whether the request fails because its body is malformed. */
  isMalformed = false
  /** `hit` or `miss` when the cache of guest pages answers (scripts/guest-cache.mjs). */
  guestCache = null

  writeHead(given, ...rest) {
    const status = statusOf(this, given)
    if (status === 503 && given === 500 && !this.headersSent)
      this.setHeader('Retry-After', String(this.unavailableFor))
    if (!this.isHeld && !isReplaced(this, given, rest.at(-1))) return super.writeHead(status, ...rest)
    this.isHeld = true
    this.statusCode = status
    return this
  }

  flushHeaders() {
    if (!this.headersSent && !this.isHeld) this.writeHead(this.statusCode)
    if (!this.isHeld) super.flushHeaders()
  }

  write(chunk, encoding, callback) {
    if (!this.headersSent && !this.isHeld) this.writeHead(this.statusCode)
    if (!this.isHeld) return super.write(chunk, encoding, callback)
    const done = typeof encoding === 'function' ? encoding : callback
    if (done) process.nextTick(done)
    return true
  }

  end(chunk, encoding, callback) {
    if (!this.headersSent && !this.isHeld && isReplaced(this, this.statusCode)) this.isHeld = true
    if (!this.isHeld) return super.end(chunk, encoding, callback)
    this.statusCode = statusOf(this, this.statusCode)
    const send = this.sendReplacement
    this.sendReplacement = null
    send?.(this)
    return this
  }

  /** Ends the response with another body. Methods that middleware has changed on this object are not called. */
  replace({ status, headers, body }) {
    if (this.destroyed) return
    for (const name of this.getHeaderNames()) if (!keptHeaders.includes(name)) this.removeHeader(name)
    super.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) })
    super.end(this.req.method === 'HEAD' ? undefined : body)
  }
}

/**
 * @param {(request: IncomingMessage, response: ServerResponse) => Promise<void>} handle answers all requests
 * @param {(request: IncomingMessage, response: ServerResponse) => Promise<void>} render Next's handler, for the error page
 * @param {(error: unknown, response: ServerResponse) => void} report logs an error of `handle`
 * @returns A handler that never rejects. Its responses have to be instances of ReplaceableResponse.
 */
export function createErrorPages(handle, render, report) {
  const sendReplacement = (response) =>
    findReplacement(response, render)
      .then((replacement) => response.replace(replacement))
      .catch((error) => {
        report(error, response)
        response.destroy()
      })
  return async function respond(request, response) {
    response.sendReplacement = sendReplacement
    try {
      await handle(request, response)
    } catch (error) {
      if (!hasDisconnected(request, error)) report(error, response)
      if (response.headersSent) return response.destroy()
      response.statusCode = 500
      response.isHeld = true
      response.end()
    }
  }
}

/** Status 400 in place of 500 for a malformed request, and 503 during an outage. */
function statusOf({ unavailableFor, isMalformed }, status) {
  if (status !== 500) return status
  return isMalformed ? 400 : unavailableFor ? 503 : 500
}

/** Whether the client has closed the connection before it had sent its request. */
const hasDisconnected = (request, error) => request.destroyed && error?.code === 'ECONNRESET'

/** Whether clients get errors of this URL as JSON. */
const isData = (url) => isApiPath(url) || url.startsWith('/data/')

/** Whether an error of this status gets another body. `headers` are those that were passed to writeHead. */
function isReplaced(response, status, headers = {}) {
  if (status < 400 || response.headersSent || !response.sendReplacement) return false
  const { url, headers: asked } = response.req
  // Client-side JavaScript reads the responses to these requests.
  if ('rsc' in asked || 'next-action' in asked) return false
  const type = response.getHeader('content-type') ?? headers['Content-Type'] ?? headers['content-type']
  const isJson = /json/.test(type ?? '')
  return !isJson && (status === 500 || (isData(url) && !url.startsWith('/api/auth/')))
}

async function findReplacement({ req: request, statusCode: status, unavailableFor }, render) {
  const { accept = '*/*' } = request.headers
  const requestId = request.headers['x-request-id']
  const isOutage = status === 503 && unavailableFor
  const basic = {
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
    ...(isOutage && { 'retry-after': String(unavailableFor) }),
  }
  if (isData(request.url) || prefersJson(accept)) {
    const error = STATUS_CODES[status] ?? 'Error'
    const body = JSON.stringify(status === 500 || isOutage ? { error, requestId } : { error })
    return { status, headers: { ...basic, 'content-type': 'application/json' }, body }
  }
  // Not for pictures and other parts of pages: an error page costs as much as any page.
  if (!/text\/html|^\*\/\*$/.test(accept)) {
    const headers = { ...basic, 'content-type': 'text/plain; charset=utf-8' }
    return { status, headers, body: `${STATUS_CODES[status]}. Request ${requestId}` }
  }
  // During an outage the page of the site would wait for the database again. Browsers do not send malformed forms.
  if (isOutage || status === 400) return plainErrorPage(request, basic, status)
  return (await renderErrorPage(request, render)) ?? plainErrorPage(request, basic)
}

/** Renders the error page of app/(dynamic)/failed. Returns null if it fails as well, as without a database. */
async function renderErrorPage(request, render) {
  const inner = new IncomingMessage(request.socket)
  inner.method = 'GET'
  inner.url = '/'
  inner.headers = Object.fromEntries(
    Object.entries(request.headers).filter(([name]) => passedHeaders.test(name)),
  )
  Object.assign(inner.headers, { accept: 'text/html', [errorPageHeader]: '1' })
  inner.push(null)
  const captured = new CapturedResponse(inner)
  try {
    await Promise.all([render(inner, captured), captured.ended])
  } catch {
    // Next has logged it.
    return null
  }
  const body = Buffer.concat(captured.chunks)
  // Without </main> this is Next's empty document for a failed render.
  return body.includes('</main>') ? { status: 500, headers: storedHeaders(captured), body } : null
}

/** Headers of one connection. */
const connectionHeaders = ['connection', 'content-length', 'keep-alive', 'transfer-encoding']

function storedHeaders(captured) {
  const entries = Object.entries(captured.getHeaders())
  return Object.fromEntries(entries.filter(([name]) => !connectionHeaders.includes(name)))
}
