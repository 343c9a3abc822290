import { robotsText } from '@/lib/api/robots-text'
import { publicOrigin } from '@/lib/http/cookies'

export const dynamic = 'force-dynamic'

/** The rules for crawlers. */
export function GET(request: Request): Response {
  return new Response(robotsText(publicOrigin(request.headers)), {
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'public, max-age=3600' },
  })
}
