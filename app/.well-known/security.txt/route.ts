import { securityText } from '@/lib/api/security-text'

export const dynamic = 'force-dynamic'

/** Where to report security problems (RFC 9116); 404 when no address is set. */
export function GET(): Response {
  const text = securityText()
  if (text === null)
    return new Response('Not Found', { status: 404, headers: { 'Cache-Control': 'no-store' } })
  return new Response(text, {
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'public, max-age=3600' },
  })
}
