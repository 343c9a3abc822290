// Limits the time in which the body of a request has to arrive. Node has one limit for all requests, and the upload of
// an archive takes longer than a form.

/** Milliseconds for the body of a request. */
export const bodyTimeout = 60_000

/** Milliseconds for the upload of an archive: limits.archive.uploadSeconds in lib/limits.ts. */
export const uploadTimeout = 15 * 60_000

const uploadPath = /^\/data\/imports(?:\?|$)/

/**
 * Ends a request whose body has not arrived in time. The server needs a `requestTimeout` of at least `uploadTimeout`.
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {{ short?: number, long?: number }} [timeouts] in milliseconds; for tests
 */
export function limitBodyTime(request, response, { short = bodyTimeout, long = uploadTimeout } = {}) {
  if (request.complete || !hasBody(request)) return
  const isUpload = request.method === 'POST' && uploadPath.test(request.url ?? '')
  const timer = setTimeout(() => expire(request, response), isUpload ? long : short)
  timer.unref()
  request.once('close', () => clearTimeout(timer))
  request.once('end', () => clearTimeout(timer))
}

/** Whether a request announces a body. Requests of any method can (RFC 9112, 6). */
function hasBody({ headers }) {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
}

function expire(request, response) {
  if (request.complete) return
  if (response.headersSent) {
    request.destroy()
    return
  }
  response.writeHead(408, { Connection: 'close', 'Content-Length': '0' })
  response.end(() => request.destroy())
}
