import { LRUCache } from 'lru-cache'
import { hashSessionToken } from '../crypto/session-token'
import { logFailure } from '../db/outage'
import { touchSession } from '../sessions/mutations'
import { renewal } from '../sessions/policy'
import { findSession, type LiveSession } from '../sessions/queries'

const minute = 60_000

const shared = globalThis as { roostSessionChecks?: LRUCache<string, true> }

/** Hashes of the tokens that were checked less than a minute ago. Shared by all copies of this module in a process. */
function recentChecks(): LRUCache<string, true> {
  shared.roostSessionChecks ??= new LRUCache({ max: 20_000, ttl: minute })
  return shared.roostSessionChecks
}

type Options = {
  /** Whether the response can set a cookie, so that a remembered session may be renewed. */
  mayRenew: boolean
  /** Takes work that the response does not wait for. */
  runAfterResponse: (work: Promise<unknown>) => void
}

/** A session that is live, or was when it was last checked. */
export type CheckedSession = {
  /** null when the last check is less than a minute old and the session was not looked up. */
  session: LiveSession | null
  /** The new expiry of the session and its cookie when it was renewed. */
  renewedUntil: Date | null
}

/**
 * Checks at most once a minute whether the session of a cookie is live; renews it when due, and stores the time of the
 * user's last request. It authorises nothing: pages and actions look up the session themselves, every time.
 * @returns null when the session has ended.
 */
export async function checkSession(
  token: string,
  { mayRenew, runAfterResponse }: Options,
): Promise<CheckedSession | null> {
  const key = hashSessionToken(token)
  if (recentChecks().has(key)) return { session: null, renewedUntil: null }
  const session = await findSession(token)
  if (!session) return null
  const now = new Date()
  const due = renewal(session, now)
  const renewedUntil = mayRenew ? due : null
  // While a renewal is due, check each request until one can renew.
  if (due === renewedUntil) recentChecks().set(key, true)
  const lastRequestAt = Math.min(session.lastUsedAt.getTime(), session.lastSeenAt.getTime())
  if (renewedUntil || now.getTime() - lastRequestAt >= minute)
    runAfterResponse(
      touchSession(session.viewer, now, renewedUntil ?? undefined).catch((error) =>
        logFailure('session.touch-failed', error, 'the time of a request was not stored'),
      ),
    )
  return { session, renewedUntil }
}
