import { db } from '@/lib/db/db'
import { log } from '@/lib/log/log'

export const dynamic = 'force-dynamic'

/** For orchestrators: 200 while the database answers, else 503. */
export async function GET(): Promise<Response> {
  const headers = { 'Cache-Control': 'no-store' }
  try {
    await db.$queryRaw`SELECT 1`
    return Response.json({ status: 'ok' }, { headers })
  } catch (error) {
    log.error({ event: 'health.database', err: error }, 'the database does not answer')
    return Response.json({ status: 'unavailable' }, { status: 503, headers })
  }
}
