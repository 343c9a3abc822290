import { env } from '../env'

const day = 24 * 60 * 60 * 1000

/**
 * The lifetime of a session in milliseconds (ASVS 7.1.1, 7.3.1, 7.3.2): `idle` since the last use, and `term` since the
 * log-in or the last renewal. Only remembered sessions are renewed, and so do not end while they are used. The cookie of
 * other sessions has no Max-Age and ends with the browser.
 */
export function sessionLifetime(remember: boolean): { term: number; idle: number } {
  if (remember) return { term: env.REMEMBER_DAYS * day, idle: env.REMEMBER_DAYS * day }
  return { term: 14 * day, idle: 3 * day }
}

/**
 * The new end of a session that is used at `now`; null when it needs no renewal. Renews at most once a day, because each
 * renewal writes to the database and sends a cookie.
 */
export function renewal(session: { expiresAt: Date; remember: boolean }, now: Date): Date | null {
  if (!session.remember) return null
  const { term } = sessionLifetime(true)
  const full = now.getTime() + term
  return full - session.expiresAt.getTime() > Math.min(day, term / 10) ? new Date(full) : null
}

/** Whether a session is neither expired nor idle for too long at `now`. */
export function isLive(
  session: { expiresAt: Date; lastUsedAt: Date; remember: boolean },
  now: Date,
): boolean {
  const idle = now.getTime() - session.lastUsedAt.getTime()
  return session.expiresAt > now && idle < sessionLifetime(session.remember).idle
}
