import { env } from '../env'
import { countJobStates } from '../jobs/counts'
import { log } from '../log/log'
import { metrics } from '../metrics/current'
import { hasBearerSecret } from './bearer-secret'

/** Milliseconds to wait for the database; without it, all other metrics are still read. */
const databaseTimeout = 2000

/**
 * The response of /api/metrics: the text format of Prometheus for requests with METRICS_TOKEN.
 * @param authorization the Authorization header
 */
export async function metricsResponse(authorization: string | null): Promise<Response> {
  const current = metrics()
  const headers = { 'Cache-Control': 'no-store' }
  if (!env.METRICS_TOKEN || !current) return Response.json({ error: 'Not Found' }, { status: 404, headers })
  if (!hasBearerSecret(authorization, env.METRICS_TOKEN))
    return Response.json(
      { error: 'Unauthorized' },
      { status: 401, headers: { ...headers, 'WWW-Authenticate': 'Bearer realm="metrics"' } },
    )
  const { contentType, text } = await current.read(await countJobsInTime())
  return new Response(text, { headers: { ...headers, 'Content-Type': contentType } })
}

async function countJobsInTime(): Promise<Record<string, number> | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), databaseTimeout)
  })
  const counted = countJobStates().catch((error) => {
    log.warn({ event: 'metrics.jobs', err: error }, 'cannot count jobs')
    return null
  })
  return Promise.race([counted, late]).finally(() => clearTimeout(timer))
}
