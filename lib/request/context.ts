import type { NextRequest } from 'next/server'
import { isSecure, localeCookie, sessionCookie } from '../http/cookies'
import { isLocale, type Locale, negotiateLocale } from '../i18n/locales'
import { findSession, type LiveSession } from '../sessions/queries'
import type { Viewer } from '../viewer'
import { checkSession } from './session-check'

/** The request with its language and session. */
export type RequestContext = {
  readonly request: NextRequest
  readonly locale: Locale
  /** The session token; null for a guest and when the session has ended. */
  readonly token: string | null
  /** The name of the cookie that holds the token of a session that has ended. */
  readonly staleCookie: string | null
  /** The new expiry of a remembered session and its cookie. */
  readonly renewedUntil: Date | null
  /** The user of the session, null for a guest. The session is looked up at most once. */
  readonly findViewer: () => Promise<Viewer | null>
}

/**
 * Reads language and session of a request.
 * @param runAfterResponse Takes work that the response does not wait for.
 */
export async function createContext(
  request: NextRequest,
  runAfterResponse: (work: Promise<unknown>) => void,
): Promise<RequestContext> {
  const cookie = sessionCookie(isSecure(request.headers))
  const value = request.cookies.get(cookie)?.value
  // An action may set or delete the cookie itself, so only a GET request renews it.
  const options = { mayRenew: request.method === 'GET', runAfterResponse }
  const check = value ? await checkSession(value, options) : null
  const token = value && check ? value : null
  return {
    request,
    locale: chooseLocale(request),
    token,
    staleCookie: value !== undefined && !check ? cookie : null,
    renewedUntil: check?.renewedUntil ?? null,
    findViewer: viewerFinder(token, check?.session ?? null),
  }
}

/** Whether the request only reads. */
export function isReadRequest({ method }: NextRequest): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** The language of a request: the chosen one, or else by its Accept-Language header. */
export function chooseLocale(request: NextRequest): Locale {
  const chosen = request.cookies.get(localeCookie)?.value
  return isLocale(chosen) ? chosen : negotiateLocale(request.headers.get('accept-language'))
}

function viewerFinder(token: string | null, found: LiveSession | null): () => Promise<Viewer | null> {
  let lookup = found ? Promise.resolve<LiveSession | null>(found) : null
  return async () => {
    if (!token) return null
    lookup ??= findSession(token)
    return (await lookup)?.viewer ?? null
  }
}
