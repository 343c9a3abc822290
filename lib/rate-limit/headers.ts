import type { RateLimitState } from '../errors'

/**
 * The response headers about a limit: `RateLimit-Policy` and `RateLimit` of draft-ietf-httpapi-ratelimit-headers-10,
 * and the three headers of its earlier versions, which most clients still read.
 */
export function rateLimitHeaders(state: RateLimitState): Record<string, string> {
  const { name, limit, period, remaining, reset } = state
  return {
    'RateLimit-Policy': `"${name}";q=${limit};w=${period}`,
    RateLimit: `"${name}";r=${remaining};t=${reset}`,
    'RateLimit-Limit': String(limit),
    'RateLimit-Remaining': String(remaining),
    'RateLimit-Reset': String(reset),
  }
}

/**
 * The headers of a 429 about open streams: a quota of concurrent requests, which has no period.
 * @param limit open streams of a user
 */
export function tooManyStreamsHeaders(limit: number): Record<string, string> {
  return {
    'Retry-After': '60',
    'RateLimit-Policy': `"streams";q=${limit};qu="concurrent-requests"`,
    RateLimit: '"streams";r=0',
    'RateLimit-Limit': String(limit),
    'RateLimit-Remaining': '0',
  }
}

/** The headers of a 429: those about the limit, and `Retry-After`. */
export function limitReachedHeaders(state: RateLimitState): Record<string, string> {
  return { 'Retry-After': String(state.reset), ...rateLimitHeaders(state) }
}

/** The headers of the response to an error: of a 429 those about its limit, of `busy` the time to wait. */
export function retryHeaders(error: {
  retryAfter: number | undefined
  rateLimit: RateLimitState | undefined
}): Record<string, string> {
  if (error.rateLimit) return limitReachedHeaders(error.rateLimit)
  return error.retryAfter === undefined ? {} : { 'Retry-After': String(error.retryAfter) }
}
