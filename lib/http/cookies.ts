import { env } from '../env'
import { plainAddress } from './plain-address.mjs'

type Headers = { get(name: string): string | null }

/** Whether the browser uses https, according to APP_URL or to the reverse proxy. */
export function isSecure(headers: Headers): boolean {
  if (env.APP_URL?.startsWith('https:')) return true
  return headers.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https'
}

/** The origin in the address bar of the browser. */
export function publicOrigin(headers: Headers): string {
  if (env.APP_URL) return new URL(env.APP_URL).origin
  const host = headers.get('x-forwarded-host')?.split(',')[0]?.trim() ?? headers.get('host') ?? 'localhost'
  return `${isSecure(headers) ? 'https' : 'http'}://${host}`
}

/**
 * The name of the session cookie. With its prefix on https, other hosts and plain http cannot set it (ASVS 3.3.1).
 * @param secure The result of `isSecure`.
 */
export function sessionCookie(secure: boolean): string {
  return secure ? '__Host-roost.session' : 'roost.session'
}

/**
 * The name of the cookie with proofs of earlier log-ins of this browser (lib/crypto/known-device.ts).
 * @param secure The result of `isSecure`.
 */
export function deviceCookie(secure: boolean): string {
  return secure ? '__Host-roost.devices' : 'roost.devices'
}

/**
 * The name of the cookie with a log-in to an account that is about to be deleted (lib/request/pending-log-in.ts).
 * @param secure The result of `isSecure`.
 */
export function pendingLogInCookie(secure: boolean): string {
  return secure ? '__Host-roost.keep' : 'roost.keep'
}

/** The value that replaces an address hidden by a reverse proxy (scripts/client-address.mjs). */
export const unknownAddress = 'unknown'

/**
 * The address of the client, as set by scripts/server.mjs. On serverless hosts, it is the one that the first of
 * TRUST_PROXY proxies has added: a client can send entries before it.
 */
export function clientAddress(headers: Headers): string {
  const chain = (headers.get('x-forwarded-for') ?? '').split(',').flatMap((part) => part.trim() || [])
  const place = env.functionHost ? -Math.max(1, env.TRUST_PROXY) : 0
  return plainAddress(chain.at(place) ?? chain[0] ?? '') ?? unknownAddress
}

/**
 * The options of our cookies: hidden from scripts, sent by this site's own pages only, and by TLS only when the browser
 * uses https (ASVS 3.3.1, 3.3.2, 3.3.4).
 * @param secure The result of `isSecure`.
 */
export function cookieOptions(secure: boolean) {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure } as const
}

export const flashCookie = 'roost.flash'

/** Readable by scripts: after a soft navigation the page deletes the cookie itself. Expires after ten minutes. */
export function flashCookieOptions(secure: boolean) {
  return { ...cookieOptions(secure), httpOnly: false, maxAge: 600 } as const
}

/** Carries the value of the flash cookie to the page: proxy.ts deletes the cookie, which hides it from the page. */
export const flashHeader = 'x-roost-flash'
export const draftCookie = 'roost.draft'
export const localeCookie = 'roost.locale'
export const themeCookie = 'roost.theme'

/** The time zone of a member's browser, which its script stores. */
export const zoneCookie = 'roost.zone'

/** The lifetime of the cookies for language, theme and time zone: one year, in seconds. */
export const preferenceMaxAge = 365 * 24 * 60 * 60
