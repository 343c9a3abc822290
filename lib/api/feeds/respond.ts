import { createHash } from 'node:crypto'
import { AppError } from '../../errors'
import { isNotModified } from '../../http/conditional.mjs'
import { clientAddress, publicOrigin } from '../../http/cookies'
import { retryHeaders } from '../../rate-limit/headers'
import { type AddressLimit, spend } from '../../rate-limit/rate-limit'
import { atomDocument } from './atom'
import { type Feed, type FeedFormat, feedTypes, updatedAt } from './feed'
import { jsonFeedDocument } from './json-feed'

/** As for guest pages: shared caches do not learn of deletions (docs/decisions/018). */
export const sharedCacheControl = 'public, max-age=0, s-maxage=1'

const feedHeaders = {
  'Cache-Control': sharedCacheControl,
  // For feed readers in browsers. Feeds never depend on cookies.
  'Access-Control-Allow-Origin': '*',
  'X-Robots-Tag': 'noindex',
}

/**
 * Responds with a feed. It is the same for everyone: the session is never read.
 * @param load returns null when there is no such feed
 * @returns 200 or 304; 404 for a feed that does not exist, 429 beyond the limit of the client's address
 */
export async function respondWithFeed(
  request: Request,
  format: FeedFormat,
  load: (params: URLSearchParams) => Promise<Feed | null>,
  limit: AddressLimit = 'feed-ip',
): Promise<Response> {
  const refusal = await refuseBeyond(limit, request)
  if (refusal) return refusal
  const feed = await load(new URL(request.url).searchParams)
  if (!feed) return refuse(404, 'Not Found')
  const origin = publicOrigin(request.headers)
  const body = format === 'atom' ? atomDocument(feed, origin) : jsonFeedDocument(feed, origin)
  return conditionalResponse(request, body, {
    ...feedHeaders,
    'Content-Type': `${feedTypes[format]}; charset=utf-8`,
    'Last-Modified': updatedAt(feed).toUTCString(),
  })
}

/** Responds with 200, or with 304 if the client has this body (RFC 9110 §13). */
export function conditionalResponse(
  request: Request,
  body: string,
  headers: Record<string, string>,
): Response {
  // Weak, because the body can be compressed in several ways (RFC 9110 §8.8.1).
  const etag = `W/"${createHash('sha1').update(body).digest('base64url')}"`
  const conditions = {
    ifNoneMatch: request.headers.get('if-none-match'),
    ifModifiedSince: request.headers.get('if-modified-since'),
  }
  const all = { ...headers, ETag: etag }
  return isNotModified(conditions, { etag, lastModified: headers['Last-Modified'] ?? null })
    ? new Response(null, { status: 304, headers: all })
    : new Response(body, { headers: all })
}

/** Spends a point of the client's address. Returns the response 429 when none is left. */
export async function refuseBeyond(limit: AddressLimit, request: Request): Promise<Response | null> {
  try {
    await spend(limit, clientAddress(request.headers))
    return null
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'rate-limited') throw error
    return refuse(429, 'Too Many Requests', retryHeaders(error))
  }
}

/** A refusal as plain text, which no cache stores. */
export function refuse(status: number, text: string, headers: Record<string, string> = {}): Response {
  return new Response(text, { status, headers: { 'Cache-Control': 'no-store', ...headers } })
}
