// Plain JavaScript, because scripts/server.mjs imports it as well as proxy.ts.

import Negotiator from 'negotiator'

/**
 * Whether a client prefers JSON to HTML (RFC 9110 §12.5.1). Without a preference it gets HTML.
 * @param {string | null | undefined} accept the Accept header
 */
export function prefersJson(accept) {
  // No need to parse the header of a browser.
  if (!accept?.includes('json')) return false
  const negotiator = new Negotiator({ headers: { accept: accept.slice(0, 500) } })
  return negotiator.mediaType(['text/html', 'application/json']) === 'application/json'
}

/**
 * Whether a client prefers problem details (RFC 9457) to other JSON. Without a preference it gets JSON.
 * @param {string | null | undefined} accept the Accept header
 */
export function prefersProblemJson(accept) {
  if (!accept?.includes('problem+json')) return false
  const negotiator = new Negotiator({ headers: { accept: accept.slice(0, 500) } })
  return negotiator.mediaType(['application/json', 'application/problem+json']) === 'application/problem+json'
}
