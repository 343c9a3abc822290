import { databaseHealth } from '@/lib/api/health/readiness'

export const dynamic = 'force-dynamic'

/** Health check for orchestrators: 200 while the database responds, else 503. */
export async function GET(): Promise<Response> {
  const healthy = (await databaseHealth()).length === 0
  const init = { status: healthy ? 200 : 503, headers: { 'Cache-Control': 'no-store' } }
  return Response.json({ status: healthy ? 'ok' : 'unavailable' }, init)
}
