import type { NextRequest } from 'next/server'
import { answerUsernameCheck } from '@/lib/api/username-check'
import { getViewer } from '@/lib/request/viewer'

export const dynamic = 'force-dynamic'

/** `?username=` as it is typed at sign-up, or by a member who wants another name. */
export async function GET(request: NextRequest): Promise<Response> {
  const typed = request.nextUrl.searchParams.get('username') ?? ''
  return answerUsernameCheck(await getViewer(), typed, request.headers)
}
