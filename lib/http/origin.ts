import { env } from '../env'
import { trustedHosts } from '../env/host-list.mjs'
import { parseUrl } from '../url'

type Request = { headers: { get(name: string): string | null } }

/**
 * Whether a page of another site caused the request (ASVS 3.5.1, 3.5.3). Browsers send the Origin header with every
 * request that is not GET or HEAD; it is "null" for sandboxed and data: pages. A client without Origin and
 * Sec-Fetch-Site is not a browser, so it sends no cookies on behalf of a user.
 */
export function isCrossOrigin({ headers }: Request): boolean {
  const origin = headers.get('origin')
  if (origin !== null) {
    const host = parseUrl(origin)?.host
    return host === undefined || !ownHosts(headers).includes(host)
  }
  const site = headers.get('sec-fetch-site')
  return site === 'cross-site' || site === 'same-site'
}

/** The host in the address bar of the browser, and those that the settings trust. */
function ownHosts(headers: Request['headers']): (string | null)[] {
  const forwarded = headers.get('x-forwarded-host')?.split(',')[0]?.trim()
  return [forwarded ?? headers.get('host'), ...trustedHosts(env)]
}
