import type { NextRequest } from 'next/server'
import { withLimitedBody } from '@/lib/api/limited-body'
import { handlers } from '@/lib/request/auth'
import { hasValidCallbackUrls } from '@/lib/request/auth-refusals'

/** The session endpoints of Auth.js answer 404: lib/request/viewer.ts reads sessions, and forms end them. */
const enabledPaths = /^\/api\/auth\/(?:csrf|providers|signin|callback|error)(?:\/|$)/

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

function isEnabled(request: NextRequest): boolean {
  return enabledPaths.test(request.nextUrl.pathname)
}

function notFound(): Response {
  return Response.json({ error: 'Not Found' }, { status: 404 })
}
