import type { NextRequest } from 'next/server'
import { handleUsernameCheck } from '@/lib/api/username-check'
import { getCaller } from '@/lib/request/viewer'

export const dynamic = 'force-dynamic'

/** Checks `?username=` while it is typed, at sign-up or for a rename. */
export async function GET(request: NextRequest): Promise<Response> {
  const typed = request.nextUrl.searchParams.get('username') ?? ''
  return handleUsernameCheck(await getCaller(), typed, request.headers)
}
