import type { NextRequest } from 'next/server'
import { handlers } from '@/lib/request/auth'

/** Auth.js's own session endpoints are closed: sessions are read by lib/request/viewer.ts and ended by forms. */
const open = /^\/api\/auth\/(?:csrf|providers|signin|callback|error)(?:\/|$)/

const closed = () => Response.json({ error: 'Not Found' }, { status: 404 })

const isOpen = (request: NextRequest) => open.test(request.nextUrl.pathname)

export const GET = (request: NextRequest) => (isOpen(request) ? handlers.GET(request) : closed())
export const POST = (request: NextRequest) => (isOpen(request) ? handlers.POST(request) : closed())
