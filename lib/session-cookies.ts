import { cookies, headers } from 'next/headers'
import { isSecure, sessionCookie, sessionCookieOptions } from './http/cookies'

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
  const options = { ...sessionCookieOptions(secure), ...(expires && { expires }) }
  ;(await cookies()).set(sessionCookie(secure), token, options)
}

/** Takes the session id away from the browser. Idempotent. */
export async function clearSessionCookie(): Promise<void> {
  const secure = isSecure(await headers())
  ;(await cookies()).set(sessionCookie(secure), '', { ...sessionCookieOptions(secure), maxAge: 0 })
}
