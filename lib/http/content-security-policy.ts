import { env } from '../env'

/** Origins of the log-in providers. Browsers apply form-action to the redirects after a form, too. */
const formTargets = [
  ...(env.AUTH_GITHUB_ID ? [new URL(env.AUTH_GITHUB_URL ?? 'https://github.com').origin] : []),
  ...(env.AUTH_GOOGLE_ID ? ['https://accounts.google.com'] : []),
]

/**
 * The Content-Security-Policy of every page, except for scripts (ASVS 3.4.3, 3.4.6, 3.4.7). There is no default-src,
 * because it would be the fallback for the missing script-src here: prerendered pages have a second header with
 * script-src and the hashes of their inline scripts, from cache-handler.mjs.
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

/**
 * The complete policy of a page that is rendered for one request, with a nonce for its scripts.
 * @param formTarget a source to which its forms may be redirected besides those of every page
 */
export function noncePolicy(nonce: string, formTarget?: string): string {
  const development = env.NODE_ENV === 'development' ? " 'unsafe-eval'" : ''
  const policy = formTarget
    ? pagePolicy.replace("form-action 'self'", (directive) => `${directive} ${formTarget}`)
    : pagePolicy
  return `script-src 'self' 'nonce-${nonce}'${development}; ${policy}`
}
