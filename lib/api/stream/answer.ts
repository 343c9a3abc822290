import { env } from '../../env'
import type { Viewer } from '../../viewer'
import { unauthenticated } from '../refusals'
import { streams } from './hub'

/** `no-transform` keeps compression, ours and that of proxies, from holding events back. */
const streamHeaders = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'private, no-store, no-transform',
  'X-Accel-Buffering': 'no',
}

/**
 * What happens to a member, as it happens. 204 tells pages to poll instead (LIVE=poll); 429 that too many of the
 * member's are open.
 */
export function answerStream(viewer: Viewer | null, request: Request): Response {
  if (!viewer) return unauthenticated()
  if (env.LIVE === 'poll')
    return new Response(null, { status: 204, headers: { 'Cache-Control': 'no-store' } })
  const last = request.headers.get('last-event-id') ?? new URL(request.url).searchParams.get('last')
  const stream = streams().open(viewer, last)
  if (!stream)
    return Response.json(
      { error: 'too-many-streams' },
      { status: 429, headers: { 'Retry-After': '60', 'Cache-Control': 'private, no-store' } },
    )
  // A reader who is gone before the answer begins would never cancel its body.
  request.signal.addEventListener('abort', stream.leave, { once: true })
  if (request.signal.aborted) stream.leave()
  return new Response(stream.body, { headers: streamHeaders })
}
