import { randomBytes } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import { type NextRequest, NextResponse } from 'next/server'
import type { RateLimitState } from '../errors'
import { noncePolicy, pagePolicy } from '../http/content-security-policy'
import {
  cookieOptions,
  flashCookie,
  flashCookieOptions,
  flashHeader,
  isSecure,
  sessionCookie,
} from '../http/cookies'
import { prefersJson } from '../http/prefers-json.mjs'
import { limitReachedHeaders } from '../rate-limit/headers'
import { logInPath } from '../sessions/schema'
import type { PageOptions } from './authorization-page'
import type { RequestContext } from './context'
import { type FlashCategory, packFlashes } from './flash'
import type { ErrorPage } from './routes'

const errorStatus = {
  '/missing': 404,
  '/forbidden': 403,
  '/busy': 429,
  '/failed': 500,
} satisfies Record<ErrorPage, number>

/** A response without a page. */
export function textResponse(text: string, status: number): Response {
  return new Response(text, { status })
}

/** Responds with what Next has at the requested path, without headers from here. */
export function passOn(): NextResponse {
  return NextResponse.next()
}

/** Renders the page of the requested path for this request. */
export function renderPage(context: RequestContext, { formTarget, status }: PageOptions = {}): NextResponse {
  const policy = newPolicy(formTarget)
  const options = { request: { headers: requestHeaders(context, policy) } }
  // Only a rewrite can have a status.
  const response = status
    ? NextResponse.rewrite(context.request.nextUrl, { ...options, status })
    : NextResponse.next(options)
  return withPageHeaders(context, response, policy)
}

/**
 * Renders an error page in place of the requested page, with the status of the error. A client that prefers JSON gets
 * JSON.
 */
export function renderErrorPage(context: RequestContext, page: ErrorPage): NextResponse {
  const status = errorStatus[page]
  if (prefersJson(context.request.headers.get('accept')))
    return NextResponse.json(
      { error: STATUS_CODES[status] },
      { status, headers: { 'Cache-Control': 'private, no-store', Vary: 'Accept' } },
    )
  const policy = newPolicy()
  const headers = requestHeaders(context, policy)
  // The error page runs no action and reads no body.
  for (const name of ['next-action', 'content-type', 'content-length']) headers.delete(name)
  const options = { status, request: { headers } }
  const response = NextResponse.rewrite(new URL(page, context.request.url), options)
  return withPageHeaders(context, response, policy)
}

/** Renders the page for status 429, with the limit that the client has reached. */
export function renderBusyPage(context: RequestContext, limit: RateLimitState): NextResponse {
  const response = renderErrorPage(context, '/busy')
  for (const [name, value] of Object.entries(limitReachedHeaders(limit))) response.headers.set(name, value)
  return response
}

/** Responds with the prerendered page of the guest's language. */
export function renderGuestPage(context: RequestContext): NextResponse {
  const url = context.request.nextUrl.clone()
  url.pathname = `/guest/${context.locale}${url.pathname === '/' ? '' : url.pathname}`
  const response = NextResponse.rewrite(url)
  response.headers.set('Content-Security-Policy', pagePolicy)
  // Replaces the header that Next derives from `revalidate` and `expireTime`, because shared caches do not learn of
  // deletions. A response that sets a cookie is private.
  const cacheControl = context.staleCookie ? 'private, no-store' : 'public, max-age=0, s-maxage=1'
  response.headers.set('Cache-Control', cacheControl)
  return withSessionCookie(context, response)
}

/** Responds with the JSON of the handler at `path`, without a redirect. */
export function rewriteTo(request: NextRequest, path: string): NextResponse {
  return NextResponse.rewrite(new URL(path + request.nextUrl.search, request.url))
}

/** Redirects permanently to another path and keeps the query. */
export function redirectPermanently(request: NextRequest, path: string): NextResponse {
  return redirectTo(request, path + request.nextUrl.search, 308)
}

/** Redirects to the log-in page, with a flash message and the path to return to. */
export function redirectToLogIn(context: RequestContext): NextResponse {
  const { pathname, search } = context.request.nextUrl
  const response = redirectTo(context.request, logInPath(pathname + search), 303)
  setFlash(context.request, response, 'info', 'loginNeeded')
  return withSessionCookie(context, response)
}

/** Refuses a body that is too large: script gets status 413, a plain form a redirect back with a flash message. */
export function refuseTooLarge(request: NextRequest): Response {
  if (request.headers.has('next-action')) return textResponse('Too large.', 413)
  const response = redirectTo(request, request.nextUrl.pathname + request.nextUrl.search, 303)
  setFlash(request, response, 'danger', 'uploadTooLarge')
  return response
}

function newPolicy(formTarget?: string): string {
  return noncePolicy(randomBytes(16).toString('base64url'), formTarget)
}

/** The headers of the request for the page. Next reads the nonce for its scripts from the policy. */
function requestHeaders({ request, locale, staleCookie }: RequestContext, policy: string): Headers {
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy)
  headers.set('x-next-intl-locale', locale)
  headers.set(flashHeader, request.cookies.get(flashCookie)?.value ?? '')
  if (staleCookie) headers.set('cookie', removeCookie(headers.get('cookie') ?? '', staleCookie))
  return headers
}

function removeCookie(header: string, name: string): string {
  const pairs = header.split('; ')
  return pairs.filter((pair) => !pair.startsWith(`${name}=`)).join('; ')
}

function withPageHeaders(context: RequestContext, response: NextResponse, policy: string): NextResponse {
  const { request } = context
  response.headers.set('Content-Security-Policy', policy)
  response.headers.set('Cache-Control', 'private, no-store')
  // A document shows its flash messages once. After a soft navigation the browser deletes the cookie itself.
  if (request.method === 'GET' && request.cookies.has(flashCookie) && !request.headers.has('rsc'))
    response.cookies.set(flashCookie, '', { ...flashCookieOptions(isSecure(request.headers)), maxAge: 0 })
  return withSessionCookie(context, response)
}

/**
 * Deletes the cookie of a session that has ended and extends the cookie of a renewed session. Only a document that is
 * read deletes it. The response to a request of script can arrive after a log-in in the same browser, and the action of
 * a form can set a new cookie: some hosts send the cookies of the proxy after those of the page.
 */
function withSessionCookie(
  { request, token, staleCookie, renewedUntil }: RequestContext,
  response: NextResponse,
): NextResponse {
  const secure = isSecure(request.headers)
  const options = cookieOptions(secure)
  const readsDocument = request.method === 'GET' && !request.headers.has('rsc')
  if (staleCookie && readsDocument) response.cookies.set(staleCookie, '', { ...options, maxAge: 0 })
  if (token && renewedUntil)
    response.cookies.set(sessionCookie(secure), token, { ...options, expires: renewedUntil })
  return response
}

function redirectTo(request: NextRequest, location: string, status: number): NextResponse {
  const response = NextResponse.redirect(new URL(location, request.nextUrl.origin), status)
  response.headers.set('Cache-Control', 'private, no-store')
  return response
}

function setFlash(request: NextRequest, response: NextResponse, category: FlashCategory, key: string): void {
  const options = flashCookieOptions(isSecure(request.headers))
  response.cookies.set(flashCookie, packFlashes([{ category, key }]), options)
}
