import { createHash } from 'node:crypto'
import { AppError } from '../errors'
import { isNotModified } from '../http/conditional.mjs'
import { clientAddress } from '../http/cookies'
import { retryHeaders } from '../rate-limit/headers'
import { type AddressLimit, spend } from '../rate-limit/rate-limit'

// Responses for other programs and sites. They are the same for everyone, because they never read the session.

/** Headers of what scripts of other sites may read. As for guest pages, shared caches do not learn of deletions. */
export const openHeaders = {
  'Cache-Control': 'public, max-age=0, s-maxage=1',
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'ETag, Retry-After',
}

/** A weak ETag, because a body can be compressed in several ways (RFC 9110 §8.8.1). */
export function weakEtag(body: string): string {
  return `W/"${createHash('sha1').update(body).digest('base64url')}"`
}

/** Whether the client has what these headers describe, so that the response is 304 (RFC 9110 §13). */
export function hasCurrent(request: Request, headers: { ETag: string; 'Last-Modified'?: string }): boolean {
  const conditions = {
    ifNoneMatch: request.headers.get('if-none-match'),
    ifModifiedSince: request.headers.get('if-modified-since'),
  }
  return isNotModified(conditions, { etag: headers.ETag, lastModified: headers['Last-Modified'] ?? null })
}

/** Counts the request against the limit of the client's address. Returns the response 429 when it is reached. */
export async function limitByAddress(limit: AddressLimit, request: Request): Promise<Response | null> {
  try {
    await spend(limit, clientAddress(request.headers))
    return null
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'rate-limited') throw error
    return refuse(429, 'Too Many Requests', retryHeaders(error))
  }
}

/** A refusal as plain text, which no cache stores. Scripts of other sites may read it too. */
export function refuse(status: number, text: string, headers: Record<string, string> = {}): Response {
  return new Response(text, { status, headers: { ...openHeaders, 'Cache-Control': 'no-store', ...headers } })
}
