import { runningVersion } from '@/lib/env/version'

export const dynamic = 'force-dynamic'

/** The version that runs, and the commit that it was built from; null when the build did not know it. */
export function GET(): Response {
  return Response.json(runningVersion(), { headers: { 'Cache-Control': 'no-store' } })
}
