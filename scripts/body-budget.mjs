// Limits the memory for the bodies of requests. Next holds the body of a form until it has arrived completely: 200
// connections from one client, each with 5.9 MB of an unfinished form, raised the memory of a web process from 0.6 to
// 1.2 GB.

import { isApiPath } from '../lib/http/api-path.mjs'

/** Bytes up to which a body is not counted. Only forms with a picture are larger. */
const smallBody = 128 * 1024

/** Bytes of the largest form: `bodySizeLimit` in next.config.js. proxy.ts refuses a larger one before it is read. */
const largestForm = 6 * 1024 * 1024

/** Seconds for Retry-After. */
const retryAfter = 10

/** A body for this path is written to a file as it arrives. */
const streamedPath = /^\/data\/imports(?:\?|$)/

/**
 * @param {(request: import('node:http').IncomingMessage, response: import('./error-pages.mjs').ReplaceableResponse) => Promise<void>} handle
 *   The handler of all requests. `x-forwarded-for` has the address of the client (scripts/client-address.mjs).
 * @param options.maxBytes Bytes of large bodies that are received and handled at the same time.
 * @param options.maxBytesOfClient The same for one address.
 * @returns A handler that answers 503 to a request whose body would exceed a limit. A body counts with its announced
 *   length until its response has ended or its connection is closed.
 */
export function createBodyBudget(handle, { maxBytes = 64 * 2 ** 20, maxBytesOfClient = 24 * 2 ** 20 } = {}) {
  let total = 0
  const ofClients = new Map()

  function add(client, bytes) {
    total += bytes
    const sum = (ofClients.get(client) ?? 0) + bytes
    if (sum > 0) ofClients.set(client, sum)
    else ofClients.delete(client)
  }

  return function respond(request, response) {
    const bytes = countedBytes(request)
    if (bytes === 0) return handle(request, response)
    const client = request.headers['x-forwarded-for']
    // The clients of an unknown proxy share the address "unknown".
    const isClientFull = client !== 'unknown' && (ofClients.get(client) ?? 0) + bytes > maxBytesOfClient
    if (isClientFull || total + bytes > maxBytes) return refuse(response)
    add(client, bytes)
    response.once('close', () => add(client, -bytes))
    return handle(request, response)
  }
}

/** The bytes that a body may take in memory; 0 for a small one. Handlers of the API read at most 128 KiB. */
function countedBytes({ url, headers }) {
  if (streamedPath.test(url) || isApiPath(url)) return 0
  const length =
    headers['transfer-encoding'] === undefined ? Number(headers['content-length'] ?? 0) : Infinity
  return length > smallBody ? Math.min(length, largestForm) : 0
}

/** Node reads and discards the rest of the body, so the client can read the response. */
async function refuse(response) {
  response.unavailableFor = retryAfter
  response.statusCode = 500
  response.end()
}
