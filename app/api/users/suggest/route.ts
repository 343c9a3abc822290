import type { NextRequest } from 'next/server'
import { answerSuggestions } from '@/lib/api/suggestions'
import { getViewer } from '@/lib/request/viewer'

export const dynamic = 'force-dynamic'

/** Suggests at most eight users to mention, whose names start with `?q=`. */
export async function GET(request: NextRequest): Promise<Response> {
  return answerSuggestions(await getViewer(), request.nextUrl.searchParams.get('q') ?? '')
}
