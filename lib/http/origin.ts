import { env } from '../env'

type Request = { headers: { get(name: string): string | null } }

/**
 * Whether a browser sends this on behalf of another site (ASVS 3.5.1, 3.5.3). Browsers name the origin of every
 * request that changes something; a sandboxed or data: page says "null". What comes from no browser carries no
 * cookies of anybody.
 */
export function isCrossOrigin({ headers }: Request): boolean {
  const origin = headers.get('origin')
  if (origin !== null) {
    const host = URL.canParse(origin) ? new URL(origin).host : null
    return host === null || !ownHosts(headers).includes(host)
  }
  const site = headers.get('sec-fetch-site')
  return site === 'cross-site' || site === 'same-site'
}

/** The host that the browser sees, behind however many proxies, and those named by ALLOWED_ORIGINS. */
function ownHosts(headers: Request['headers']): (string | null | undefined)[] {
  const forwarded = headers.get('x-forwarded-host')?.split(',')[0]?.trim()
  const configured = env.APP_URL ? [new URL(env.APP_URL).host] : []
  return [forwarded ?? headers.get('host'), ...configured, ...env.ALLOWED_ORIGINS]
}
