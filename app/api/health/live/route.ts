export const dynamic = 'force-dynamic'

/**
 * Liveness check: 200 while this process handles requests. Checks no dependencies, so that an outage elsewhere does not
 * cause a restart.
 */
export function GET(): Response {
  return Response.json({ status: 'ok' }, { headers: { 'Cache-Control': 'no-store' } })
}
