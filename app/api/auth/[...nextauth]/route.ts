import type { NextRequest } from 'next/server'
import { withLimitedBody } from '@/lib/api/limited-body'
import { handlers, providers } from '@/lib/request/auth'
import { hasValidCallbackUrls } from '@/lib/request/auth-refusals'

/** The session endpoints of Auth.js answer 404: lib/request/viewer.ts reads sessions, and forms end them. */
const enabledPaths = /^\/api\/auth\/(?:csrf|providers|signin|error|(?:signin|callback)\/([^/]+))$/

/** Bytes of a form: a multiple of the longest valid one. */
const maxBytes = 16 * 1024

export function GET(request: NextRequest): Response | Promise<Response> {
  return findRefusal(request) ?? handlers.GET(request)
}

export function POST(request: NextRequest): Response | Promise<Response> {
  return findRefusal(request) ?? withLimitedBody(request, maxBytes, handlers.POST)
}

function findRefusal(request: NextRequest): Response | null {
  if (!isEnabled(request)) return notFound()
  return hasValidCallbackUrls(request)
    ? null
    : Response.json({ error: 'callbackUrl is not a URL.' }, { status: 400 })
}

/** Whether the path is enabled and its provider, if it names one, is configured. Auth.js logs an error for others. */
function isEnabled({ nextUrl }: NextRequest): boolean {
  const match = enabledPaths.exec(nextUrl.pathname)
  const provider = match?.[1] ?? 'credentials'
  return match !== null && ['credentials', ...providers.map(({ id }) => id)].includes(provider)
}

function notFound(): Response {
  return Response.json({ error: 'Not Found' }, { status: 404 })
}
