import type { PageLimit } from '../rate-limit/rate-limit'
import { otherSpelling } from '../text/normalize-tag'

/**
 * Every page and the gate it stands behind. An address that is not here is not there: proxy.ts answers 404, and
 * scripts/check/structure.ts fails when a page has no line.
 */
export type Route = {
  pattern: RegExp
  gate: 'public' | 'member' | 'author'
  /** Prerendered for guests under /guest/<locale>. */
  prerendered?: true
  /** Where the page of a name is whose spelling differs; null when the name is spelt as the page is. */
  respell?: (name: string) => string | null
  /** What the first group of the pattern must name; a conversation is also that of a deleted post with replies. */
  exists?: 'user' | 'post' | 'conversation'
  /** How often each member, or each address of guests, may ask for it. The page spends, proxy.ts shows the refusal. */
  limit?: PageLimit
}

export const routes: Route[] = [
  { pattern: /^\/$/, gate: 'public', prerendered: true },
  { pattern: /^\/explore$/, gate: 'public', prerendered: true },
  { pattern: /^\/about$/, gate: 'public', prerendered: true },
  { pattern: /^\/login$/, gate: 'public', prerendered: true },
  { pattern: /^\/signup$/, gate: 'public', prerendered: true },
  { pattern: /^\/users\/([^/]+)$/, gate: 'public', prerendered: true, exists: 'user' },
  {
    pattern: /^\/users\/([^/]+)\/(?:followers|following)$/,
    gate: 'public',
    prerendered: true,
    exists: 'user',
  },
  { pattern: /^\/users\/([^/]+)\/card$/, gate: 'public', exists: 'user' },
  { pattern: /^\/posts\/([^/]+)$/, gate: 'public', prerendered: true, exists: 'conversation' },
  { pattern: /^\/posts\/([^/]+)\/history$/, gate: 'public', prerendered: true, exists: 'post' },
  { pattern: /^\/posts\/([^/]+)\/likes$/, gate: 'public', prerendered: true, exists: 'post' },
  { pattern: /^\/posts\/([^/]+)\/(?:edit|delete)$/, gate: 'author', exists: 'post' },
  { pattern: /^\/bookmarks$/, gate: 'member' },
  { pattern: /^\/tags\/([^/]+)$/, gate: 'public', prerendered: true, respell: otherSpelling },
  { pattern: /^\/notifications$/, gate: 'member' },
  { pattern: /^\/messages$/, gate: 'member' },
  { pattern: /^\/messages\/([^/]+)$/, gate: 'member', exists: 'user' },
  { pattern: /^\/search$/, gate: 'public', limit: 'search' },
  { pattern: /^\/account$/, gate: 'member' },
  { pattern: /^\/account\/security$/, gate: 'member' },
  { pattern: /^\/account\/log-in-again$/, gate: 'member' },
  { pattern: /^\/account\/blocked$/, gate: 'member' },
]

/** Old addresses of the Flask microblogs, moved for good. */
export const permanentRedirects: { from: RegExp; to: string }[] = [
  { from: /^\/register$/, to: '/signup' },
  { from: /^\/user\/([^/]+)$/, to: '/users/$1' },
  { from: /^\/edit_profile$/, to: '/account' },
]

/** The route of a path with what its first group holds, decoded; null when there is none. */
export function matchRoute(path: string): { route: Route; name: string } | null {
  for (const route of routes) {
    const match = route.pattern.exec(path)
    if (!match) continue
    const name = decode(match[1] ?? '')
    return name === null ? null : { route, name }
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
