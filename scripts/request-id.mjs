import { randomUUID } from 'node:crypto'
import { errorPageHeader } from './error-pages.mjs'

/** An id from a proxy or a client. Other values could inject into log lines or HTML. */
const acceptedId = /^[\w-]{8,64}$/

/**
 * Gives the request an id, which the log, the error page and the response header X-Request-Id have in common.
 * @param {import('node:http').IncomingMessage} request modified in place
 * @returns {string} the id of the request if it has a valid one, else 48 random bits in hexadecimal digits
 */
export function identifyRequest({ headers }) {
  delete headers[errorPageHeader]
  const given = headers['x-request-id']
  const id = acceptedId.test(given ?? '') ? given : randomUUID().slice(0, 13)
  headers['x-request-id'] = id
  return id
}
