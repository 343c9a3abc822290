export const dynamic = 'force-dynamic'

/** Liveness check: 200 while this process handles requests. Asks nothing else, so that a restart follows no outage. */
export function GET(): Response {
  return Response.json({ status: 'ok' }, { headers: { 'Cache-Control': 'no-store' } })
}
