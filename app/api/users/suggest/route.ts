import type { NextRequest } from 'next/server'
import { answerSuggestions } from '@/lib/api/suggestions'
import { getViewer } from '@/lib/request/viewer'

export const dynamic = 'force-dynamic'

/** `?q=` is the beginning of a name; at most eight members whom one may mention. */
export async function GET(request: NextRequest): Promise<Response> {
  return answerSuggestions(await getViewer(), request.nextUrl.searchParams.get('q') ?? '')
}
