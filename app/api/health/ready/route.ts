import { readiness } from '@/lib/api/health/readiness'

export const dynamic = 'force-dynamic'

/** Readiness check: 200 when everything that requests need works, else 503 with the names of the failing parts. */
export async function GET(): Promise<Response> {
  const failing = await readiness()
  const headers = { 'Cache-Control': 'no-store' }
  if (failing.length === 0) return Response.json({ status: 'ok' }, { headers })
  return Response.json(
    { status: 'unavailable', failing },
    { status: 503, headers: { ...headers, 'Retry-After': '5' } },
  )
}
