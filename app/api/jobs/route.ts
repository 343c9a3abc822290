import type { NextRequest } from 'next/server'
import { drainJobs, isScheduler } from '@/lib/api/scheduler'

export const dynamic = 'force-dynamic'
/** Seconds that a serverless host lets this handler run. */
export const maxDuration = 60

/**
 * Runs due jobs, for servers with JOBS=cron: a scheduler calls it about once a minute with
 * `Authorization: Bearer CRON_SECRET`. Answers 404 to everybody else.
 */
export async function GET(request: NextRequest): Promise<Response> {
  if (!isScheduler(request.headers.get('authorization'))) return new Response('Not Found', { status: 404 })
  return Response.json({ ran: await drainJobs() }, { headers: { 'Cache-Control': 'no-store' } })
}
