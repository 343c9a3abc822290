import { cookies, headers } from 'next/headers'
import { sign, unsign } from '../crypto/signing'
import { cookieOptions, isSecure, pendingLogInCookie } from '../http/cookies'
import { z } from '../zod'

const purpose = 'keep-account'

/** Seconds for which a member can decide after a log-in to an account that is about to be deleted. */
const lifetime = 15 * 60

const content = z.object({
  userId: z.number(),
  remember: z.boolean(),
  credential: z.string().optional(),
  /** Milliseconds since 1970. */
  expires: z.number(),
})

/** A log-in to an account that is about to be deleted. It opens no session. */
export type PendingLogIn = Omit<z.infer<typeof content>, 'expires'>

/** Remembers a log-in that opened no session, signed. Only in actions and route handlers. */
export async function setPendingLogIn(logIn: PendingLogIn): Promise<void> {
  const secure = isSecure(await headers())
  const value = sign(purpose, { ...logIn, expires: Date.now() + lifetime * 1000 })
  ;(await cookies()).set(pendingLogInCookie(secure), value, { ...cookieOptions(secure), maxAge: lifetime })
}

/** The log-in of the last minutes that opened no session; null without one. */
export async function readPendingLogIn(): Promise<PendingLogIn | null> {
  const value = (await cookies()).get(pendingLogInCookie(isSecure(await headers())))?.value
  const parsed = content.safeParse(unsign(purpose, value))
  if (!parsed.success || parsed.data.expires <= Date.now()) return null
  const { expires: _, ...logIn } = parsed.data
  return logIn
}

/** Idempotent. */
export async function clearPendingLogIn(): Promise<void> {
  const secure = isSecure(await headers())
  ;(await cookies()).set(pendingLogInCookie(secure), '', { ...cookieOptions(secure), maxAge: 0 })
}
