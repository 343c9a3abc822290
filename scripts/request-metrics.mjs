// Records the duration of each request, in classes of routes: a label with paths would have a value for each of them.

import { performance } from 'node:perf_hooks'
import { isApiPath } from '../lib/http/api-path.mjs'

const prefixes = [
  ['/data/', 'data'],
  ['/media/', 'media'],
  ['/avatars/', 'media'],
  ['/_next/', 'static'],
]

/** Handlers at paths of the pages that use them. */
const otherData = /^\/(?:users\/[^/]+\/card|translate)(?:\?|$)/

/** The files of public/. No page has a dot in its first segment. */
const publicFile = /^\/(?:\.well-known\/)?[\w-]+\.\w+(?:\?|$)/

/** The class of a request; null for event streams, which end when a page is closed. */
export function routeClassOf({ method, url, headers }) {
  if (/^\/(?:api|data)\/stream\b/.test(url)) return null
  if (isApiPath(url)) return 'api'
  for (const [prefix, name] of prefixes) if (url.startsWith(prefix)) return name
  if (otherData.test(url)) return 'data'
  if (publicFile.test(url)) return 'static'
  if (method !== 'GET' && method !== 'HEAD') return 'action'
  return 'rsc' in headers ? 'soft-navigation' : 'document'
}

/** The first digit of the status, or `aborted` when the client has not received the whole response. */
function statusClassOf({ statusCode, writableFinished }, socket) {
  // On Node 20 an ended response counts as finished although the client has left.
  return writableFinished && !socket?.destroyed ? `${Math.floor(statusCode / 100)}xx` : 'aborted'
}

/** Records the request when its response has ended. Does nothing without METRICS_TOKEN. */
export function observeRequest(request, response) {
  // lib/metrics/current.ts
  const metrics = globalThis.roostMetrics
  if (!metrics) return
  const routeClass = routeClassOf(request)
  if (!routeClass) return
  const startedAt = performance.now()
  // Node detaches it before the event.
  const { socket } = response
  response.once('close', () => {
    const { guestCache } = response
    if (guestCache) metrics.recordGuestCache(guestCache)
    const seconds = (performance.now() - startedAt) / 1000
    metrics.recordRequest(
      guestCache === 'hit' ? 'guest-cache' : routeClass,
      statusClassOf(response, socket),
      seconds,
    )
  })
}
