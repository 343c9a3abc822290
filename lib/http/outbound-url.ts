import { isIP } from 'node:net'
import { isPermittedAddress, type NetworkScope } from './permitted-address'

/** Ports of https that a request to the public Internet may use. */
const publicPorts = ['', '443', '8443']

export type UrlProblem = 'scheme' | 'credentials' | 'port' | 'address'

/**
 * Finds why a request on behalf of a member may not be sent to a URL, without resolving its host.
 * @param scope `public` permits https at the ports 443 and 8443; `any` also permits http and every port
 * @returns null when it may be sent, provided that its host resolves to permitted addresses
 */
export function findUrlProblem(url: URL, scope: NetworkScope): UrlProblem | null {
  const isHttps = url.protocol === 'https:'
  if (!isHttps && !(scope === 'any' && url.protocol === 'http:')) return 'scheme'
  if (url.username || url.password) return 'credentials'
  if (scope === 'public' && !publicPorts.includes(url.port)) return 'port'
  const host = hostOf(url)
  if (isIP(host) !== 0 && !isPermittedAddress(host, scope)) return 'address'
  return null
}

/** The host of a URL, without the brackets around an IPv6 address. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}
