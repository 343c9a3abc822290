import type { AppRoutes } from '../../.next/types/routes'
import { env } from '../env'
import type { PageLimit } from '../rate-limit/rate-limit'
import { canonicalTag } from '../text/normalize-tag'

/** Pages that proxy.ts renders in place of another page. They have no route. */
export type ErrorPage = '/missing' | '/forbidden' | '/busy' | '/failed'

type GuestPage = Extract<AppRoutes, `/guest/${string}`>
type Page = Exclude<AppRoutes, GuestPage | ErrorPage>

/** `prerendered` is required for pages with a copy in app/guest/[locale], and a type error for others. */
type Prerendering<Path extends string> = (
  Path extends '/'
    ? '/guest/[locale]'
    : `/guest/[locale]${Path}`
) extends GuestPage
  ? { prerendered: true }
  : { prerendered?: never }

/**
 * What the parameter has to name. A deleted post with replies is no longer a post, but still a conversation. A partner
 * can be a deleted account. A webhook is found by its owner only.
 */
type Subject<Path extends string> = Path extends `${string}[username]${string}`
  ? { subject: 'user' | 'partner' }
  : Path extends `${string}[id]${string}`
    ? { subject: 'post' | 'conversation' | 'webhook' }
    : { subject?: never }

type Rules = {
  /** Who may open the page: everyone, users who are logged in, the author of the post, or administrators. */
  gate: 'public' | 'member' | 'author' | 'admin'
  /** The canonical form of the parameter; null when the given form is the canonical one. */
  canonicalName?: (param: string) => string | null
  /** Answers 404 in production. */
  developmentOnly?: true
  /** How often each user, or each address of guests, may open the page. The page spends the points. */
  limit?: PageLimit
}

/** The rules by the name of the route in Next. A page without an entry is a type error; other paths answer 404. */
const rules: { [Path in Page]: Rules & Prerendering<Path> & Subject<Path> } = {
  '/': { gate: 'public', prerendered: true },
  '/explore': { gate: 'public', prerendered: true },
  '/about': { gate: 'public', prerendered: true },
  '/api/docs': { gate: 'public', prerendered: true },
  '/login': { gate: 'public', prerendered: true },
  '/signup': { gate: 'public', prerendered: true },
  '/reset-password': { gate: 'public' },
  '/reset-password/[token]': { gate: 'public' },
  '/verify-email/[token]': { gate: 'public' },
  '/undo-email-change/[token]': { gate: 'public' },
  '/users/[username]': { gate: 'public', prerendered: true, subject: 'user' },
  '/users/[username]/replies': { gate: 'public', prerendered: true, subject: 'user' },
  '/users/[username]/likes': { gate: 'public', prerendered: true, subject: 'user' },
  '/users/[username]/followers': { gate: 'public', prerendered: true, subject: 'user' },
  '/users/[username]/following': { gate: 'public', prerendered: true, subject: 'user' },
  '/posts/[id]': { gate: 'public', prerendered: true, subject: 'conversation' },
  '/posts/[id]/history': { gate: 'public', prerendered: true, subject: 'post' },
  '/posts/[id]/likes': { gate: 'public', prerendered: true, subject: 'post' },
  '/posts/[id]/edit': { gate: 'author', subject: 'post' },
  '/posts/[id]/delete': { gate: 'author', subject: 'post' },
  '/tags/[tag]': { gate: 'public', prerendered: true, canonicalName: canonicalTag },
  '/unsubscribe/[token]': { gate: 'public' },
  '/search': { gate: 'public', limit: 'search' },
  '/bookmarks': { gate: 'member' },
  '/notifications': { gate: 'member' },
  '/messages': { gate: 'member' },
  '/messages/[username]': { gate: 'member', subject: 'partner' },
  '/account': { gate: 'member' },
  '/account/security': { gate: 'member' },
  '/account/data': { gate: 'member' },
  '/account/tokens': { gate: 'member' },
  '/account/webhooks': { gate: 'member' },
  '/account/webhooks/[id]': { gate: 'member', subject: 'webhook' },
  '/account/apps': { gate: 'member' },
  '/account/apps/new': { gate: 'member' },
  '/account/apps/edit': { gate: 'member' },
  '/oauth/authorize': { gate: 'member', limit: 'oauth-authorize' },
  '/account/log-in-again': { gate: 'member' },
  '/account/delete': { gate: 'member' },
  '/account/keep': { gate: 'public' },
  '/account/blocked': { gate: 'member' },
  '/admin/jobs': { gate: 'admin' },
  '/dev/mail': { gate: 'public', developmentOnly: true },
}

/** The former paths, from the Flask microblogs. */
export const permanentRedirects: { from: string; to: Page }[] = [
  { from: '/register', to: '/signup' },
  { from: '/user/[username]', to: '/users/[username]' },
  { from: '/edit_profile', to: '/account' },
]

const parameter = /\[\w+\]/

function patternOf(name: string): RegExp {
  return new RegExp(`^${name.replace(parameter, '([^/]+)')}$`)
}

export type Route = Rules & {
  /** As Next writes it, such as `/users/[username]`. */
  name: string
  /** Matches the paths of the route. Its group captures the encoded parameter. */
  pattern: RegExp
  prerendered?: true
  subject?: 'user' | 'partner' | 'post' | 'conversation' | 'webhook'
}

export const routes: Route[] = Object.entries(rules).map(([name, rule]) => ({
  name,
  pattern: patternOf(name),
  ...rule,
}))

const redirectPatterns = permanentRedirects.map(({ from, to }) => ({ pattern: patternOf(from), to }))

export type RouteMatch = {
  route: Route
  /** The value of the parameter, decoded; empty for a route without one. */
  param: string
}

/** The route of a path, or null when there is none. */
export function matchRoute(path: string): RouteMatch | null {
  for (const route of routes) {
    const match = route.pattern.exec(path)
    if (!match) continue
    if (route.developmentOnly && env.NODE_ENV === 'production') return null
    const param = decode(match[1] ?? '')
    return param === null ? null : { route, param }
  }
  return null
}

/**
 * The path of the same page with the canonical form of its parameter.
 * @returns null when the path has the canonical form.
 */
export function findCanonicalPath(path: string, { route, param }: RouteMatch): string | null {
  const name = route.canonicalName?.(param)
  return name ? path.replace(/[^/]+$/, () => encodeURIComponent(name)) : null
}

/** The new path for a former one, or null. */
export function findPermanentRedirect(path: string): string | null {
  for (const { pattern, to } of redirectPatterns) {
    const match = pattern.exec(path)
    if (match) return to.replace(parameter, () => match[1] ?? '')
  }
  return null
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
