import type { NextRequest } from 'next/server'
import { metricsResponse } from '@/lib/api/metrics'

export const dynamic = 'force-dynamic'

/** Metrics for Prometheus, with `Authorization: Bearer METRICS_TOKEN`. Answers 404 when that is not set. */
export function GET(request: NextRequest): Promise<Response> {
  return metricsResponse(request.headers.get('authorization'))
}
