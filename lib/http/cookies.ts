import { env } from '../env'

type Headers = { get(name: string): string | null }

/** Whether the browser speaks https with us, as APP_URL or the proxy in front tells. */
export function isSecure(headers: Headers): boolean {
  if (env.APP_URL?.startsWith('https:')) return true
  return headers.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https'
}

/** Scheme and host as the browser sees them. */
export function publicOrigin(headers: Headers): string {
  if (env.APP_URL) return new URL(env.APP_URL).origin
  const host = headers.get('x-forwarded-host')?.split(',')[0]?.trim() ?? headers.get('host') ?? 'localhost'
  return `${isSecure(headers) ? 'https' : 'http'}://${host}`
}

/** The session cookie; on https the prefix keeps other hosts and plain http from setting it (ASVS 3.3.1). */
export const sessionCookie = (secure: boolean): string => (secure ? '__Host-roost.session' : 'roost.session')

/** Proofs of earlier log-ins of this browser (lib/crypto/known-device.ts), with the same prefix as the session. */
export const deviceCookie = (secure: boolean): string => (secure ? '__Host-roost.devices' : 'roost.devices')

/** Stands for the address of a client that a proxy hides (scripts/client-address.mjs). */
export const unknownAddress = 'unknown'

/** The address of the client, as scripts/server.mjs or the host's own proxy has put it. */
export function clientAddress(headers: Headers): string {
  return headers.get('x-forwarded-for')?.split(',')[0]?.trim() || unknownAddress
}

/**
 * The options of every cookie of ours: closed to scripts, sent to this site's pages only, and never without TLS when the
 * browser speaks https (ASVS 3.3.1, 3.3.2, 3.3.4).
 * @param secure what `isSecure` says of the request
 */
export function cookieOptions(secure: boolean) {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure } as const
}

export const flashCookie = 'roost.flash'

/** Open to scripts: after a soft navigation the page deletes the cookie itself. Kept for ten minutes. */
export function flashCookieOptions(secure: boolean) {
  return { ...cookieOptions(secure), httpOnly: false, maxAge: 600 } as const
}

/** The flash cookie as it came: proxy.ts deletes the cookie, and Next then hides it from the page as well. */
export const flashHeader = 'x-roost-flash'
export const draftCookie = 'roost.draft'
export const localeCookie = 'roost.locale'
export const themeCookie = 'roost.theme'

/** A year in seconds: how long a choice of language or theme is kept. */
export const preferenceMaxAge = 365 * 24 * 60 * 60
