import { cookies, headers } from 'next/headers'
import { knownDevice, newDeviceProof } from '../crypto/known-device'
import { cookieOptions, deviceCookie, isSecure, preferenceMaxAge, sessionCookie } from '../http/cookies'

/** Accounts that one browser is known to. A proof has 66 characters, a cookie at most 4096 bytes (RFC 6265). */
const mostProofs = 10

/** The value of the session cookie, if the browser sent one. */
export async function readSessionToken(): Promise<string | undefined> {
  return (await cookies()).get(sessionCookie(isSecure(await headers())))?.value
}

/**
 * Gives the browser its session id. Only in actions and route handlers.
 * @param expires null: the browser forgets it when it closes.
 */
export async function setSessionCookie(token: string, expires: Date | null): Promise<void> {
  const secure = isSecure(await headers())
  const options = { ...cookieOptions(secure), ...(expires && { expires }) }
  ;(await cookies()).set(sessionCookie(secure), token, options)
}

/** Takes the session id away from the browser. Idempotent. */
export async function clearSessionCookie(): Promise<void> {
  const secure = isSecure(await headers())
  ;(await cookies()).set(sessionCookie(secure), '', { ...cookieOptions(secure), maxAge: 0 })
}

/** What this browser keeps of earlier log-ins; trusted in nothing before `knownDevice` has checked it. */
export async function readDeviceProofs(): Promise<string[]> {
  const value = (await cookies()).get(deviceCookie(isSecure(await headers())))?.value ?? ''
  return value.split('~').filter(Boolean).slice(0, mostProofs)
}

/**
 * Lets this browser prove later that it has logged in to an account. Only in actions and route handlers.
 * @param credential Digest of the password hash with which it did.
 */
export async function rememberDevice(userId: number, credential: string): Promise<void> {
  const secure = isSecure(await headers())
  const others = (await readDeviceProofs()).filter((proof) => !knownDevice([proof], userId, credential))
  const proofs = [newDeviceProof(userId, credential), ...others].slice(0, mostProofs)
  const options = { ...cookieOptions(secure), maxAge: preferenceMaxAge }
  ;(await cookies()).set(deviceCookie(secure), proofs.join('~'), options)
}
