/**
 * The proof of identity that a sensitive change requires: none shortly after a log-in, else the current password, or a new
 * log-in for users without a password.
 */
export type RequiredProof = 'none' | 'password' | 'log-in'

/** Milliseconds for which a log-in counts as recent. */
const recentPeriod = 10 * 60 * 1000

/** Whether a log-in is recent enough for sensitive changes without another proof of identity (ASVS 7.5.1). */
export function isRecentLogIn(at: Date, now: Date): boolean {
  return now.getTime() - at.getTime() < recentPeriod
}
