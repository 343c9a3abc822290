import { env } from '../env'

const day = 24 * 60 * 60 * 1000

/**
 * How long a session lives (ASVS 7.1.1, 7.3.1, 7.3.2), in milliseconds: `idle` from last use; `term` from log-in, or for
 * a remembered session from its last renewal, so that it never ends while it is used. One that is not remembered is
 * never renewed. It also ends with the browser, whose cookie has no Max-Age.
 */
export function sessionLifetime(remember: boolean): { term: number; idle: number } {
  if (remember) return { term: env.REMEMBER_DAYS * day, idle: env.REMEMBER_DAYS * day }
  return { term: 14 * day, idle: 3 * day }
}

/**
 * Until when a session that is used at `now` should live from then on; null when it stays as it is. Once a day is
 * enough: each renewal writes to the database and sends a cookie.
 */
export function renewal(session: { expiresAt: Date; remember: boolean }, now: Date): Date | null {
  if (!session.remember) return null
  const { term } = sessionLifetime(true)
  const full = now.getTime() + term
  return full - session.expiresAt.getTime() > Math.min(day, term / 10) ? new Date(full) : null
}

/** Whether a session still counts at `now`. */
export function isLive(
  session: { expiresAt: Date; lastUsedAt: Date; remember: boolean },
  now: Date,
): boolean {
  const idle = now.getTime() - session.lastUsedAt.getTime()
  return session.expiresAt > now && idle < sessionLifetime(session.remember).idle
}
