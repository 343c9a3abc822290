import { serverMetadata } from '@/lib/api/oauth/metadata'

export const dynamic = 'force-dynamic'

/** How apps can use this site (RFC 8414). */
export function GET(request: Request): Response {
  return Response.json(serverMetadata(request), {
    headers: { 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'public, max-age=3600' },
  })
}
