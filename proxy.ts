import { randomBytes } from 'node:crypto'
import { type NextFetchEvent, type NextRequest, NextResponse } from 'next/server'
import { sign } from './lib/crypto/signing'
import { env } from './lib/env'
import { conversationKey, postKey, userKey } from './lib/http/changes.mjs'
import { noncePolicy, pagePolicy } from './lib/http/content-security-policy'
import {
  clientAddress,
  cookieOptions,
  flashCookie,
  flashCookieOptions,
  flashHeader,
  isSecure,
  localeCookie,
  sessionCookie,
} from './lib/http/cookies'
import { knownToExist } from './lib/http/existence-cache'
import { isCrossOrigin } from './lib/http/origin'
import { isLocale, negotiateLocale } from './lib/i18n/locales'
import { limits } from './lib/limits'
import { authorOf, authorOfConversation } from './lib/posts/queries'
import { postId } from './lib/posts/schema'
import { type PageLimit, pageLimit, secondsToWait } from './lib/rate-limit/rate-limit'
import { matchRoute, permanentRedirects, type Route } from './lib/request/routes'
import { checkSession } from './lib/request/session-check'
import { findSession } from './lib/sessions/queries'
import { userExists } from './lib/users/queries'
import { isBlocked } from './lib/visibility/queries'

/**
 * Everything but handlers and the files of public/, each in full: a path that only begins like one of them needs the
 * proxy, or its 404 page has no Content-Security-Policy. next.config.js sets the policy of what is left out here.
 */
export const config = {
  // Next reads this line without running it, so the names are written out.
  matcher: [
    '/((?!_next/static/|api/|media/avatars/[^/]+$|avatars/[^/]+$|(?:apple-touch-icon\\.png|favicon\\.ico|icon\\.svg|icon-192\\.png|icon-512\\.png|icon-maskable-512\\.png|manifest\\.webmanifest|robots\\.txt)$).*)',
  ],
}

/**
 * Decides what is shown, never who may: which language, whether a guest gets the prerendered page, and the status of
 * what is missing or forbidden. Every page and every action authorises by itself.
 */
export async function proxy(request: NextRequest, event: NextFetchEvent): Promise<Response> {
  const path = request.nextUrl.pathname
  const reads = request.method === 'GET' || request.method === 'HEAD'
  if (!reads && isCrossOrigin(request)) return new Response('Cross-site request refused.', { status: 403 })
  // Next serves its own files without the proxy. It cuts /_next/data off a path and sets this header instead.
  const isNextFile = path.startsWith('/_next/') || request.headers.has('x-nextjs-data')
  if (isNextFile) return new Response('Not Found', { status: 404 })
  const moved = permanentRedirects.find(({ from }) => from.test(path))
  if (moved) return moveTo(request, path.replace(moved.from, moved.to))

  if (path === '/notifications' && reads && wantsData(request))
    return NextResponse.rewrite(new URL(`/api/notifications${request.nextUrl.search}`, request.url))

  const visit = await visitOf(request, event)
  if (path === '/forbidden') return show(visit, '/forbidden', 403)
  const found = matchRoute(path)
  if (!found) return show(visit, '/missing', 404)
  const respelt = reads && found.route.respell?.(found.name)
  if (respelt) return moveTo(request, path.replace(/[^/]+$/, encodeURIComponent(respelt)))
  const owner = await ownerOf(found.route, found.name)
  // What is sent to a conversation or an edit goes on even so: the action refuses it, and keeps what somebody wrote.
  const mayMiss = (found.route.exists === 'conversation' || found.route.gate === 'author') && !reads
  if (owner === null && !mayMiss) return show(visit, '/missing', 404)
  if (found.route.gate !== 'public' && !visit.token && reads) return toLogIn(visit)
  if (found.route.gate === 'author' && visit.token && owner && (await isAnother(visit.token, owner)))
    return show(visit, '/forbidden', 403)
  if (reads && owner && (await isHidden(visit, found.route, owner))) return show(visit, '/missing', 404)
  if (!reads && isTooLarge(request)) return sayTooLarge(visit)
  const { limit } = found.route
  // An action called by script is not refused here: if it renders the page again, the page spends a point.
  const wait = limit && !request.headers.has('next-action') ? await waitFor(limit, visit) : 0
  if (wait > 0) return sayBusy(visit, wait)
  if (found.route.prerendered && isPlainGuest(visit)) return showPrerendered(visit)
  return show(visit, null, 200)
}

/** `/notifications` is a page, and what pages that poll ask for: told by `since`, or by JSON being liked best. */
function wantsData(request: NextRequest): boolean {
  if (request.nextUrl.searchParams.has('since')) return true
  return /^application\/json\b/.test(request.headers.get('accept')?.trim() ?? '')
}

type Visit = {
  request: NextRequest
  locale: string
  token: string | null
  stale: string | null
  /** The new end of a remembered session and of its cookie. */
  renewedUntil: Date | null
}

/** Who comes, in which language. A session that has ended counts as none, and its cookie is taken away. */
async function visitOf(request: NextRequest, event: NextFetchEvent): Promise<Visit> {
  const chosen = request.cookies.get(localeCookie)?.value
  const locale = isLocale(chosen) ? chosen : negotiateLocale(request.headers.get('accept-language'))
  const cookie = sessionCookie(isSecure(request.headers))
  const token = request.cookies.get(cookie)?.value
  // An action may itself replace the cookie or take it away, and two answers about it would race.
  const mayRenew = request.method === 'GET'
  const session = token
    ? await checkSession(token, { mayRenew, later: (work) => event.waitUntil(work) })
    : null
  return {
    request,
    locale,
    token: token && session ? token : null,
    stale: token !== undefined && !session ? cookie : null,
    renewedUntil: session?.renewedUntil ?? null,
  }
}

/** The id of a post's author, 1 for a member, 0 where there is nothing to look up, null when it is missing. */
async function ownerOf(route: Route, name: string): Promise<number | null> {
  if (route.exists === 'user') {
    if (!/^[A-Za-z0-9_]{1,30}$/.test(name)) return null
    return knownToExist(userKey(name), async () => ((await userExists(name)) ? 1 : null))
  }
  if (route.exists) {
    const id = /^[1-9]\d{0,9}$/.test(name) ? postId.safeParse(name).data : undefined
    if (!id) return null
    if (route.exists === 'post') return knownToExist(postKey(id), () => authorOf(id))
    return knownToExist(conversationKey(id), () => authorOfConversation(id))
  }
  return 0
}

/** Whether a block stands between a member and the author of the post that a page shows. */
async function isHidden({ token }: Visit, route: Route, authorId: number): Promise<boolean> {
  if (!token || route.gate !== 'public' || route.exists === 'user') return false
  const session = await findSession(token)
  return session !== null && isBlocked(session.viewer.id, authorId)
}

/** Seconds until the page would be rendered again for this reader; 0 when it is now. The page spends the point. */
async function waitFor(limit: PageLimit, { request, token }: Visit): Promise<number> {
  const viewer = token ? (await findSession(token))?.viewer : null
  return secondsToWait(...pageLimit(limit, viewer?.id ?? null, clientAddress(request.headers)))
}

function sayBusy(visit: Visit, seconds: number): Response {
  const response = show(visit, '/busy', 429)
  response.headers.set('Retry-After', String(seconds))
  return response
}

/** A session that has just ended is nobody's: the page or the action leads to the log-in, and keeps what was typed. */
async function isAnother(token: string, authorId: number): Promise<boolean> {
  const session = await findSession(token)
  return session !== null && session.viewer.id !== authorId
}

/** A guest with nothing of their own in the request can be served what every guest gets. */
function isPlainGuest({ request, token }: Visit): boolean {
  if (token || request.method === 'POST' || request.nextUrl.search || env.GUEST_PAGES === 'dynamic')
    return false
  return !request.cookies.has(flashCookie)
}

function showPrerendered(visit: Visit): Response {
  const url = visit.request.nextUrl.clone()
  url.pathname = `/guest/${visit.locale}${url.pathname === '/' ? '' : url.pathname}`
  const response = NextResponse.rewrite(url)
  response.headers.set('Content-Security-Policy', pagePolicy)
  // Replaces what Next derives from `revalidate` and `expireTime`: shared caches are not told of a deletion. An answer
  // that sets a cookie is for nobody else.
  response.headers.set('Cache-Control', visit.stale ? 'private, no-store' : 'public, max-age=0, s-maxage=1')
  return withSessionCookie(visit, response)
}

/** Renders the page of the address, or that of another one, for this request alone. */
function show(visit: Visit, instead: '/missing' | '/forbidden' | '/busy' | null, status: number): Response {
  const { request } = visit
  const headers = new Headers(request.headers)
  const policy = noncePolicy(randomBytes(16).toString('base64url'))
  headers.set('content-security-policy', policy)
  headers.set('x-next-intl-locale', visit.locale)
  headers.set(flashHeader, request.cookies.get(flashCookie)?.value ?? '')
  if (visit.stale) headers.set('cookie', withoutCookie(headers.get('cookie') ?? '', visit.stale))
  if (instead) for (const name of ['next-action', 'content-type', 'content-length']) headers.delete(name)
  const target = new URL(instead ?? request.nextUrl.pathname + request.nextUrl.search, request.url)
  const response = instead
    ? NextResponse.rewrite(target, { status, request: { headers } })
    : NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  response.headers.set('Cache-Control', 'private, no-store')
  // A document shows its flashes and is done; after a soft navigation the page clears them itself.
  if (request.method === 'GET' && request.cookies.has(flashCookie) && !request.headers.has('rsc'))
    response.cookies.set(flashCookie, '', { ...flashCookieOptions(isSecure(request.headers)), maxAge: 0 })
  return withSessionCookie(visit, response)
}

const withoutCookie = (header: string, name: string) =>
  header
    .split('; ')
    .filter((pair) => !pair.startsWith(`${name}=`))
    .join('; ')

/** Takes the cookie of a session that has ended away, and gives that of a renewed one its new end. */
function withSessionCookie({ request, token, stale, renewedUntil }: Visit, response: NextResponse): Response {
  const secure = isSecure(request.headers)
  const options = cookieOptions(secure)
  if (stale) response.cookies.set(stale, '', { ...options, maxAge: 0 })
  if (token && renewedUntil)
    response.cookies.set(sessionCookie(secure), token, { ...options, expires: renewedUntil })
  return response
}

function redirectTo(request: NextRequest, location: string, status: number): NextResponse {
  const response = NextResponse.redirect(new URL(location, request.nextUrl.origin), status)
  response.headers.set('Cache-Control', 'private, no-store')
  return response
}

function moveTo(request: NextRequest, path: string): Response {
  return redirectTo(request, path + request.nextUrl.search, 308)
}

function toLogIn(visit: Visit): Response {
  const { pathname, search } = visit.request.nextUrl
  const response = redirectTo(visit.request, `/login?next=${encodeURIComponent(pathname + search)}`, 303)
  setFlash(visit, response, { category: 'info', key: 'loginNeeded' })
  return withSessionCookie(visit, response)
}

/** More than a picture and its form: refused before it is read. */
function isTooLarge(request: NextRequest): boolean {
  return Number(request.headers.get('content-length') ?? 0) > limits.picture.maxBytes + 512 * 1024
}

function sayTooLarge(visit: Visit): Response {
  const { request } = visit
  if (request.headers.has('next-action')) return new Response('Too large.', { status: 413 })
  const response = redirectTo(request, request.nextUrl.pathname + request.nextUrl.search, 303)
  setFlash(visit, response, { category: 'danger', key: 'uploadTooLarge' })
  return response
}

/** Says something on the next page, as lib/request/flash.ts does in actions. */
function setFlash(
  { request }: Visit,
  response: NextResponse,
  flash: { category: string; key: string },
): void {
  response.cookies.set(flashCookie, sign('flash', [flash]), flashCookieOptions(isSecure(request.headers)))
}
