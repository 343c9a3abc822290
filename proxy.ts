import type { NextFetchEvent, NextRequest } from 'next/server'
import { isCrossOrigin } from './lib/http/origin'
import { findPageOptions } from './lib/request/authorization-page'
import { createContext, isReadRequest } from './lib/request/context'
import {
  canBePrerendered,
  isErrorPageRequest,
  isForbidden,
  isHidden,
  isInternalPath,
  isMissing,
  isNotificationPoll,
  isOfflinePage,
  isOneClickUnsubscribe,
  isTooLarge,
  needsAdmin,
  needsLogIn,
  reachedPageLimit,
} from './lib/request/gates'
import {
  passOn,
  redirectPermanently,
  redirectToLogIn,
  refuseTooLarge,
  renderBusyPage,
  renderErrorPage,
  renderGuestPage,
  renderPage,
  rewriteTo,
  textResponse,
} from './lib/request/respond'
import { findCanonicalPath, findPermanentRedirect, matchRoute } from './lib/request/routes'
import { findSubject } from './lib/request/subject'

/**
 * Matches every path except handlers and the files of public/. Each exception is a whole path: a path that only starts
 * with one gets a 404 page and its Content-Security-Policy from here. next.config.js sets the policy of the exceptions.
 */
export const config = {
  // Next reads the matcher without running this file, so it has to be a literal.
  matcher: [
    '/((?!_next/static/|api/(?!docs$)|data/|media/avatars/[^/]+$|avatars/[^/]+$|users/[^/]+/card$|translate$|oauth/token$|oauth/revoke$|(?:users/[^/]+|tags/[^/]+|explore|search)/feed\\.(?:xml|json)$|(?:posts|users)/[^/]+/preview\\.png$|oembed$|robots\\.txt$|sitemap\\.xml$|sitemaps/[^/]+$|(?:apple-touch-icon\\.png|favicon\\.ico|icon\\.svg|icon-192\\.png|icon-512\\.png|icon-maskable-512\\.png|manifest\\.webmanifest|plain-page\\.css|service-worker\\.js|\\.well-known/security\\.txt|\\.well-known/oauth-authorization-server)$).*)',
  ],
}

/**
 * Chooses the language of a page, its status, and whether a guest gets the prerendered copy. It authorises nothing:
 * every page and every action does so itself.
 */
export async function proxy(request: NextRequest, event: NextFetchEvent): Promise<Response> {
  const path = request.nextUrl.pathname
  if (isOneClickUnsubscribe(request)) return rewriteTo(request, `/api${path}`)
  if (!isReadRequest(request) && isCrossOrigin(request))
    return textResponse('Cross-site request refused.', 403)
  if (isInternalPath(request)) return textResponse('Not Found', 404)
  const newPath = findPermanentRedirect(path)
  if (newPath) return redirectPermanently(request, newPath)
  if (isOfflinePage(path)) return passOn()
  if (isNotificationPoll(request)) return rewriteTo(request, '/data/signals')

  const context = await createContext(request, (work) => event.waitUntil(work))
  if (isErrorPageRequest(request)) return renderErrorPage(context, '/failed')
  if (path === '/forbidden') return renderErrorPage(context, '/forbidden')
  const match = matchRoute(path)
  if (!match) return renderErrorPage(context, '/missing')
  const canonicalPath = isReadRequest(request) && findCanonicalPath(path, match)
  if (canonicalPath) return redirectPermanently(request, canonicalPath)

  const { route } = match
  const subject = await findSubject(match)
  if (isMissing(context, route, subject)) return renderErrorPage(context, '/missing')
  if (await needsAdmin(context, route)) return renderErrorPage(context, '/missing')
  if (needsLogIn(context, route)) return redirectToLogIn(context)
  if (await isForbidden(context, route, subject)) return renderErrorPage(context, '/forbidden')
  if (await isHidden(context, route, subject)) return renderErrorPage(context, '/missing')
  if (isTooLarge(request)) return refuseTooLarge(request)
  const limit = await reachedPageLimit(context, route)
  if (limit) return renderBusyPage(context, limit)
  if (canBePrerendered(context, route)) return renderGuestPage(context)
  return renderPage(context, await findPageOptions(request, route))
}
