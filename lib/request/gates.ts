import type { NextRequest } from 'next/server'
import { env } from '../env'
import type { RateLimitState } from '../errors'
import { clientAddress, flashCookie } from '../http/cookies'
import { isCrossOrigin } from '../http/origin'
import { isLocale } from '../i18n/locales'
import { limits } from '../limits'
import { canChangePost } from '../posts/policy'
import { pageLimit, reachedLimit } from '../rate-limit/rate-limit'
import { isAdmin } from '../viewer'
import { isBlocked } from '../visibility/queries'
import { isReadRequest, type RequestContext } from './context'
import type { Route } from './routes'
import type { Subject } from './subject'

/**
 * Whether the path is below /_next, where Next serves its files without the proxy. Next cuts /_next/data off a path and
 * sets x-nextjs-data instead.
 */
export function isInternalPath(request: NextRequest): boolean {
  return request.nextUrl.pathname.startsWith('/_next/') || request.headers.has('x-nextjs-data')
}

/**
 * Whether scripts/error-pages.mjs requests the page for status 500. The web server removes the header from other
 * requests; elsewhere a client that forges it only gets this page.
 */
export function isErrorPageRequest(request: NextRequest): boolean {
  return request.headers.has('x-roost-error-page')
}

/** Whether the path is that of the page for browsers without a connection, the same for everyone (app/offline). */
export function isOfflinePage(path: string): boolean {
  return path.startsWith('/offline/') && isLocale(path.slice('/offline/'.length))
}

/** Whether a client polls `/notifications` for JSON: it sends `since` or prefers JSON in its Accept header. */
export function isNotificationPoll(request: NextRequest): boolean {
  if (request.nextUrl.pathname !== '/notifications' || !isReadRequest(request)) return false
  if (request.nextUrl.searchParams.has('since')) return true
  return /^application\/json\b/.test(request.headers.get('accept')?.trim() ?? '')
}

/**
 * Whether a mail client unsubscribes its recipient with one click (RFC 8058): a POST to the link of a mail that no page
 * of this site has sent. Only the token of the link counts, so it may come from anywhere. The form of the page is sent
 * with its origin.
 */
export function isOneClickUnsubscribe(request: NextRequest): boolean {
  const { method, headers, nextUrl } = request
  if (method !== 'POST' || !/^\/unsubscribe\/[^/%]+$/.test(nextUrl.pathname)) return false
  return isCrossOrigin(request) || !(headers.has('origin') || headers.has('sec-fetch-site'))
}

/**
 * Whether the response is the 404 page. Forms submitted to a conversation or an edit page pass: the action refuses them
 * and keeps the text.
 */
export function isMissing({ request }: RequestContext, route: Route, subject: Subject): boolean {
  if (subject.kind !== 'missing') return false
  const keepsText = route.subject === 'conversation' || route.gate === 'author'
  return isReadRequest(request) || !keepsText
}

/** Whether the page is for administrators and the viewer is not one: the response is the 404 page. */
export async function needsAdmin({ findViewer }: RequestContext, { gate }: Route): Promise<boolean> {
  return gate === 'admin' && !isAdmin(await findViewer())
}

/** Whether a guest has to log in before the page is shown. */
export function needsLogIn({ request, token }: RequestContext, route: Route): boolean {
  return route.gate !== 'public' && !token && isReadRequest(request)
}

/**
 * Whether only the author may open the page, and the viewer is another user. A viewer whose session has ended passes:
 * the page redirects to the log-in page, and the action keeps the text.
 */
export async function isForbidden(
  { findViewer }: RequestContext,
  route: Route,
  subject: Subject,
): Promise<boolean> {
  if (route.gate !== 'author' || subject.kind !== 'post') return false
  const viewer = await findViewer()
  return viewer !== null && !canChangePost(viewer, subject)
}

/** Whether a block separates the viewer from the author of the post, or the webhook belongs to another user. */
export async function isHidden(
  { request, findViewer }: RequestContext,
  route: Route,
  subject: Subject,
): Promise<boolean> {
  if (subject.kind === 'webhook') {
    const viewer = await findViewer()
    return viewer !== null && viewer.id !== subject.ownerId
  }
  if (!isReadRequest(request) || route.gate !== 'public' || subject.kind !== 'post') return false
  const viewer = await findViewer()
  return viewer !== null && isBlocked(viewer.id, subject.authorId)
}

/** Whether the body is larger than a form with a picture, according to Content-Length. */
export function isTooLarge(request: NextRequest): boolean {
  if (isReadRequest(request)) return false
  return Number(request.headers.get('content-length') ?? 0) > limits.picture.maxBytes + 512 * 1024
}

/**
 * The limit of the page when the viewer has reached it. Actions that script calls are not limited here: when one renders
 * the page again, the page spends a point.
 * @returns null when the page can be shown now
 */
export async function reachedPageLimit(
  { request, findViewer }: RequestContext,
  { limit }: Route,
): Promise<RateLimitState | null> {
  if (!limit || request.headers.has('next-action')) return null
  const viewer = await findViewer()
  return reachedLimit(...pageLimit(limit, viewer?.id ?? null, clientAddress(request.headers)))
}

/** Whether the response is the same for every guest: no session, no flash message and no query. */
export function canBePrerendered({ request, token }: RequestContext, route: Route): boolean {
  if (!route.prerendered || env.GUEST_PAGES === 'dynamic') return false
  if (token || !isReadRequest(request) || request.nextUrl.search) return false
  return !request.cookies.has(flashCookie)
}
