import { env } from '../env'

const day = 24 * 60 * 60 * 1000

/**
 * How long a session lives (ASVS 7.1.1, 7.3.1, 7.3.2), in milliseconds: `absolute` from log-in, `idle` from last use.
 * A session that is not remembered also ends with the browser, whose cookie has no Max-Age.
 */
export function lifetime(remember: boolean): { absolute: number; idle: number } {
  if (remember) return { absolute: env.REMEMBER_DAYS * day, idle: env.REMEMBER_DAYS * day }
  return { absolute: 14 * day, idle: 3 * day }
}

/** Whether a session still counts at `now`. */
export function isLive(
  session: { expiresAt: Date; lastUsedAt: Date; remember: boolean },
  now: Date,
): boolean {
  const idle = now.getTime() - session.lastUsedAt.getTime()
  return session.expiresAt > now && idle < lifetime(session.remember).idle
}
