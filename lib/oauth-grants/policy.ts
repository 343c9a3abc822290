/** The scopes that an app can request, in the order in which tokens list them. Never `admin`. */
export const appScopes = ['read', 'write'] as const
export type AppScope = (typeof appScopes)[number]

const second = 1000
const day = 24 * 60 * 60 * second

/** Milliseconds until an authorisation code expires (OAuth 2.1 §4.1.2 allows ten minutes). */
export const codeLifetime = 60 * second

/** Days after which a grant expires whose app gets no new tokens; and the same in milliseconds. */
export const grantDays = 30
export const grantLifetime = grantDays * day

/**
 * The scopes of a token. Every token has `read`, which is also the default (RFC 6749 §3.3).
 * @returns null when an app cannot request one of them
 */
export function grantableScopes(requested: readonly string[]): AppScope[] | null {
  const isKnown = (scope: string) => (appScopes as readonly string[]).includes(scope)
  if (!requested.every(isKnown)) return null
  return appScopes.filter((scope) => scope === 'read' || requested.includes(scope))
}

/**
 * The redirect URI with the response to an authorisation request. Keeps the query of the redirect URI, and
 * adds the issuer, by which an app with several servers recognises ours (RFC 9207).
 */
export function answerUrl(redirectUri: string, answer: Record<string, string>): string {
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${new URLSearchParams(answer)}`
}
