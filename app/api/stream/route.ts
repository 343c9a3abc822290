import { apiRoute } from '@/lib/api/rest/route'
import { streamEventsOperation } from '@/lib/api/stream/operations'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute(streamEventsOperation)

/** Without this, Next would answer HEAD by opening a stream. */
export function HEAD(): Response {
  return new Response(null, { status: 405, headers: { Allow: 'GET, OPTIONS' } })
}
