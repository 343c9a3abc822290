/** Response headers that scripts of other sites may read, besides the CORS-safelisted ones. */
const exposedHeaders = [
  'Allow',
  'ETag',
  'Link',
  'Location',
  'RateLimit',
  'RateLimit-Limit',
  'RateLimit-Policy',
  'RateLimit-Remaining',
  'RateLimit-Reset',
  'Retry-After',
  'WWW-Authenticate',
].join(', ')

/** Request headers that need a preflight request. */
const requestHeaders = 'Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID'

/** Seconds for which browsers cache the response to a preflight request. */
const maxAge = 3600

/**
 * Lets scripts of every site read the response. Responses depend on the token and never on cookies, which browsers do
 * not send for `*` (Fetch Standard, CORS protocol and credentials).
 */
export function addCorsHeaders(response: Response): Response {
  response.headers.set('Access-Control-Allow-Origin', '*')
  response.headers.set('Access-Control-Expose-Headers', exposedHeaders)
  return response
}

/** The CORS headers of the response to OPTIONS. */
export function preflightHeaders(request: Request, allowed: string[]): Record<string, string> {
  if (!request.headers.has('access-control-request-method')) return { 'Access-Control-Allow-Origin': '*' }
  return {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': allowed.join(', '),
    'Access-Control-Allow-Headers': requestHeaders,
    'Access-Control-Max-Age': String(maxAge),
  }
}
