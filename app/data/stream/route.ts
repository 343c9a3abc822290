import { handleStream } from '@/lib/api/stream/handler'
import { getCaller } from '@/lib/request/viewer'

export const dynamic = 'force-dynamic'

/** Server-sent events: `signal`, `post`, `changed`, `reset` and `end`. */
export async function GET(request: Request): Promise<Response> {
  return handleStream(await getCaller(), request)
}

/** Without this, Next would answer HEAD by opening a stream. */
export function HEAD(): Response {
  return new Response(null, { status: 405, headers: { Allow: 'GET' } })
}
