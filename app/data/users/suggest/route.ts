import type { NextRequest } from 'next/server'
import { handleSuggestions } from '@/lib/api/suggestions'
import { getCaller } from '@/lib/request/viewer'

export const dynamic = 'force-dynamic'

/** Suggests at most eight users to mention, whose names start with `?q=`. */
export async function GET(request: NextRequest): Promise<Response> {
  return handleSuggestions(await getCaller(), request.nextUrl.searchParams.get('q') ?? '')
}
