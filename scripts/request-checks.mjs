// Refuses requests that Next would answer with status 500, before they reach it.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import nextRouterState from 'next/dist/server/app-render/parse-and-validate-flight-router-state.js'
import { root } from './settings.mjs'

/** Next's constructor of a request throws for the other methods. */
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** The addresses of the files of public/, for which Next answers 500 to other methods than GET and HEAD. */
const files = new Set(readdirSync(join(root, 'public')).map((name) => `/${name}`))

/** Next answers 500 when one of these fails for a file of public/ (RFC 9110 §13.1 and §14.2 let a server ignore them). */
const ignoredHeaders = ['range', 'if-range', 'if-match', 'if-unmodified-since']

/** An absolute URL as the target of a request: its host, and its path with the query. */
const absoluteForm = /^https?:\/\/([^/?#@]+)((?:[/?].*)?)$/i

/** Handlers that proxy.ts does not run for. */
const withoutProxy = /^\/(?:api|avatars|data|media|sitemaps)\/|\/(?:card|feed\.xml|feed\.json|preview\.png)$/

/**
 * Numbers beyond which a request is refused: the work of Next grows with their squares. 4000 parameters took 0.9 s, and 1500
 * cookies 1.1 s. Browsers keep at most 180 cookies of a site.
 */
const [maxParameters, maxCookies] = [200, 200]

/**
 * Checks a request and removes the headers that no response of this server depends on.
 * @param {import('node:http').IncomingMessage} request modified in place
 * @returns {{ status: number, headers: Record<string, string> } | null} the refusal; null for a request that passes
 */
export function findRefusal(request) {
  for (const name of ignoredHeaders) delete request.headers[name]
  if (!methods.includes(request.method)) return { status: 405, headers: { Allow: methods.join(', ') } }
  toOriginForm(request)
  const path = pathOf(request.url ?? '')
  // "*" and the authority of CONNECT are not paths (RFC 9112 §3.2).
  if (path === null) return { status: 400, headers: {} }
  const { host } = request.headers
  if (host !== undefined && !isValidHost(host)) return { status: 400, headers: {} }
  if (countOf('&', request.url) >= maxParameters) return { status: 400, headers: {} }
  if (countOf(';', request.headers.cookie) >= maxCookies) return { status: 431, headers: {} }
  if (files.has(path) && !['GET', 'HEAD'].includes(request.method))
    return { status: 405, headers: { Allow: 'GET, HEAD' } }
  if (!hasValidRouterState(request.headers)) return { status: 400, headers: {} }
  // For pages, proxy.ts answers 404.
  if (withoutProxy.test(path) && !canDecode(path)) return { status: 400, headers: {} }
  return null
}

/**
 * Replaces an absolute URL by its path, and the header Host by its host (RFC 9112 §3.2.2). Next would redirect the client to
 * that URL, because it has two slashes in a row.
 */
function toOriginForm(request) {
  const [, host, rest] = absoluteForm.exec(request.url ?? '') ?? []
  if (host === undefined) return
  request.headers.host = host
  request.url = rest.startsWith('/') ? rest : `/${rest}`
}

/** The path that Next will see, without dot segments; null for a target that is none. */
function pathOf(target) {
  if (!target.startsWith('/')) return null
  try {
    return new URL(`http://localhost${target}`).pathname
  } catch {
    return null
  }
}

const countOf = (separator, text = '') => text.split(separator).length - 1

/** Whether a URL can have this host (RFC 9112 §3.2). Handlers build addresses of this site from it. */
export function isValidHost(host) {
  return /^[^\s/?#@\\]+$/.test(host) && URL.canParse(`http://${host}`)
}

/** Whether Next can parse the header in which its router sends the current segments. */
function hasValidRouterState(headers) {
  try {
    nextRouterState.parseAndValidateFlightRouterState(headers['next-router-state-tree'])
    return true
  } catch {
    return false
  }
}

function canDecode(path) {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

/** Sends a refusal without a body. */
export function refuse(response, { status, headers }) {
  response.writeHead(status, { ...headers, 'Cache-Control': 'no-store', 'Content-Length': '0' })
  response.end()
}
