import type { NextRequest } from 'next/server'
import { signalsAfter } from '@/lib/api/signals'
import { unauthenticatedResponse } from '@/lib/api/unauthenticated'
import { getCaller } from '@/lib/request/viewer'

export const dynamic = 'force-dynamic'

/** Handles `GET /notifications?since=` of pages that poll. proxy.ts rewrites these requests to this path. */
export async function GET(request: NextRequest): Promise<Response> {
  const viewer = await getCaller()
  if (!viewer) return unauthenticatedResponse()
  const signals = await signalsAfter(viewer, request.nextUrl.searchParams.get('since'))
  return Response.json(signals, { headers: { 'Cache-Control': 'private, no-store' } })
}
