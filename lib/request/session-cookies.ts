import { cookies, headers } from 'next/headers'
import { knownDevice, newDeviceProof } from '../crypto/known-device'
import { cookieOptions, deviceCookie, isSecure, preferenceMaxAge, sessionCookie } from '../http/cookies'

/** Accounts for which one browser keeps a proof of log-in. A proof has 66 characters, a cookie 4096 bytes (RFC 6265). */
const maxProofs = 10

/** The value of the session cookie, if there is one. */
export async function readSessionToken(): Promise<string | undefined> {
  return (await cookies()).get(sessionCookie(isSecure(await headers())))?.value
}

/**
 * Sets the session cookie. Only in actions and route handlers.
 * @param expires null for a cookie that ends with the browser session.
 */
export async function setSessionCookie(token: string, expires: Date | null): Promise<void> {
  const secure = isSecure(await headers())
  const options = { ...cookieOptions(secure), ...(expires && { expires }) }
  ;(await cookies()).set(sessionCookie(secure), token, options)
}

/** Deletes the session cookie. Idempotent. */
export async function clearSessionCookie(): Promise<void> {
  const secure = isSecure(await headers())
  ;(await cookies()).set(sessionCookie(secure), '', { ...cookieOptions(secure), maxAge: 0 })
}

/** The proofs of earlier log-ins that the browser sent. Not trusted before `knownDevice` has verified them. */
export async function readDeviceProofs(): Promise<string[]> {
  const value = (await cookies()).get(deviceCookie(isSecure(await headers())))?.value ?? ''
  return value.split('~').filter(Boolean).slice(0, maxProofs)
}

/**
 * Adds a proof that this browser has logged in to an account. Only in actions and route handlers.
 * @param credential The digest of the password hash at the log-in.
 */
export async function rememberDevice(userId: number, credential: string): Promise<void> {
  const secure = isSecure(await headers())
  const others = (await readDeviceProofs()).filter((proof) => !knownDevice([proof], userId, credential))
  const proofs = [newDeviceProof(userId, credential), ...others].slice(0, maxProofs)
  const options = { ...cookieOptions(secure), maxAge: preferenceMaxAge }
  ;(await cookies()).set(deviceCookie(secure), proofs.join('~'), options)
}
