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
