import { publicOrigin } from '../../http/cookies'
import type { AddressLimit } from '../../rate-limit/rate-limit'
import { hasCurrent, limitByAddress, openHeaders, refuse, weakEtag } from '../open-data'
import { atomDocument } from './atom'
import { type Feed, type FeedFormat, feedTypes, updatedAt } from './feed'
import { jsonFeedDocument } from './json-feed'

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
  const refusal = await limitByAddress(limit, request)
  if (refusal) return refusal
  const feed = await load(new URL(request.url).searchParams)
  if (!feed) return refuse(404, 'Not Found')
  const origin = publicOrigin(request.headers)
  const body = format === 'atom' ? atomDocument(feed, origin) : jsonFeedDocument(feed, origin)
  const headers = {
    ...openHeaders,
    'X-Robots-Tag': 'noindex',
    'Content-Type': `${feedTypes[format]}; charset=utf-8`,
    'Last-Modified': updatedAt(feed).toUTCString(),
    ETag: weakEtag(body),
  }
  return hasCurrent(request, headers)
    ? new Response(null, { status: 304, headers })
    : new Response(body, { headers })
}
