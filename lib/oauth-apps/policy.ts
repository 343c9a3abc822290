import { limits } from '../limits'
import { parseUrl } from '../url'

/** An IP address of this machine as the host of a URI, with its port. */
const loopbackAddress = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]))(?::\d{1,5})?(?=[/?]|$)/

/** The hosts to which a browser connects without leaving the machine. */
const loopbackHosts = new Set(['127.0.0.1', '[::1]', 'localhost'])

/**
 * Whether an app may register a redirect URI: https, http on this machine (RFC 8252 §7.3), or a private scheme that is a
 * reversed domain name (RFC 8252 §7.1). Without wildcard, user name or fragment (RFC 6749 §3.1.2).
 */
export function isAllowedRedirectUri(uri: string): boolean {
  // Visible ASCII only. Browsers read a backslash as a slash, and change the other characters that are left out.
  if (uri.length > limits.oauthApps.redirectUri || !/^[!-~]+$/.test(uri) || /[\\*#"<>`{|}^]/.test(uri))
    return false
  const url = parseUrl(uri)
  if (!url || url.username || url.password) return false
  // The host becomes a source of the Content-Security-Policy (formActionSource).
  if (/^https?:$/.test(url.protocol) && !/^(?:[a-z0-9.-]+|\[[0-9a-f:]+\])$/.test(url.hostname)) return false
  if (url.protocol === 'https:') return /^https:\/\/[^/]/.test(uri)
  if (url.protocol === 'http:') return /^http:\/\/[^/]/.test(uri) && loopbackHosts.has(url.hostname)
  return /^[a-z][a-z0-9+-]*(?:\.[a-z0-9+-]+)+:\/./.test(uri)
}

/**
 * Whether a requested redirect URI is a registered one: the same text (OAuth 2.1 §2.3.1). Only the port of a loopback
 * address may differ, because the system chooses it when the app starts (RFC 8252 §7.3).
 */
export function isRegisteredRedirectUri(registered: readonly string[], requested: string): boolean {
  if (registered.includes(requested)) return true
  return isAllowedRedirectUri(requested) && registered.some((uri) => isSameLoopback(uri, requested))
}

function isSameLoopback(registered: string, requested: string): boolean {
  const withoutPort = (uri: string) => uri.replace(loopbackAddress, '$1')
  return loopbackAddress.test(registered) && withoutPort(registered) === withoutPort(requested)
}

/**
 * The source expression that allows forms to be redirected to a URI, for the Content-Security-Policy. It has no syntax
 * for IPv6 addresses and private hosts: their scheme stands for them.
 */
export function formActionSource(redirectUri: string): string {
  const { protocol, origin, hostname } = new URL(redirectUri)
  const isWeb = protocol === 'https:' || protocol === 'http:'
  return isWeb && !hostname.startsWith('[') ? origin : protocol
}
