import type { LiveToken } from '../../api-tokens/queries'
import { env } from '../../env'
import { tooManyStreamsHeaders } from '../../rate-limit/headers'
import type { Viewer } from '../../viewer'
import { unauthenticatedResponse } from '../unauthenticated'
import { streamHub, streamsPerUser } from './stream-hub'

/** `no-transform` and `X-Accel-Buffering` keep our compression and proxies from buffering events. */
const streamHeaders = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'private, no-store, no-transform',
  'X-Accel-Buffering': 'no',
}

/**
 * Opens a stream of server-sent events for a page of the viewer.
 * @returns 401 for guests; otherwise as `openStream`
 */
export function handleStream(viewer: Viewer | null, request: Request): Response {
  if (!viewer) return unauthenticatedResponse()
  return (
    openStream(viewer, request) ??
    Response.json(
      { error: 'too-many-streams' },
      {
        status: 429,
        headers: { ...tooManyStreamsHeaders(streamsPerUser()), 'Cache-Control': 'private, no-store' },
      },
    )
  )
}

/**
 * Opens a stream of server-sent events.
 * @param token that authorises the request; absent for the session of the viewer
 * @returns 204 with LIVE=poll, so that clients poll instead; null when the viewer has too many open streams
 */
export function openStream(viewer: Viewer, request: Request, token?: LiveToken): Response | null {
  if (env.LIVE === 'poll')
    return new Response(null, { status: 204, headers: { 'Cache-Control': 'no-store' } })
  const lastEventId = request.headers.get('last-event-id') ?? new URL(request.url).searchParams.get('last')
  const stream = streamHub().open(viewer, lastEventId, token)
  if (!stream) return null
  // The body of a request that is aborted before the response starts is never cancelled.
  request.signal.addEventListener('abort', stream.disconnect, { once: true })
  if (request.signal.aborted) stream.disconnect()
  return new Response(stream.body, { headers: streamHeaders })
}
