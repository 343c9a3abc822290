import { runningVersion } from '@/lib/env/version'

export const dynamic = 'force-dynamic'

/** The running version, and the commit that it was built from; null if unknown. */
export function GET(): Response {
  return Response.json(runningVersion(), { headers: { 'Cache-Control': 'no-store' } })
}
