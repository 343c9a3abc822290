import { env } from '../env'

/** Where log-in forms may lead: browsers hold the redirects after a form to form-action too. */
const formTargets = [
  ...(env.AUTH_GITHUB_ID ? [new URL(env.AUTH_GITHUB_URL ?? 'https://github.com').origin] : []),
  ...(env.AUTH_GOOGLE_ID ? ['https://accounts.google.com'] : []),
]

/**
 * The Content-Security-Policy of every page, but for scripts (ASVS 3.4.3, 3.4.6, 3.4.7). There is no default-src,
 * because it would stand in for the script-src that prerendered pages bring in a header of their own: the hashes of
 * their inline scripts, put there by cache-handler.mjs.
 */
export const pagePolicy: string = [
  `style-src 'self'${env.NODE_ENV === 'development' ? " 'unsafe-inline'" : ''}`,
  `img-src 'self' data: blob:${env.GRAVATAR ? ' https://www.gravatar.com' : ''}`,
  "connect-src 'self'",
  "font-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "media-src 'none'",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  `form-action ${["'self'", ...formTargets].join(' ')}`,
  'report-uri /api/csp-report',
].join('; ')

/** The whole policy of a page rendered for one request, whose scripts carry `nonce`. */
export function noncePolicy(nonce: string): string {
  const development = env.NODE_ENV === 'development' ? " 'unsafe-eval'" : ''
  return `script-src 'self' 'nonce-${nonce}'${development}; ${pagePolicy}`
}
