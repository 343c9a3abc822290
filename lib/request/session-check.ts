import { LRUCache } from 'lru-cache'
import { hashSessionToken } from '../crypto/session-token'
import { log } from '../log/log'
import { touchSession } from '../sessions/mutations'
import { renewal } from '../sessions/policy'
import { findSession } from '../sessions/queries'

const minute = 60_000

const shared = globalThis as { roostSessionChecks?: LRUCache<string, true> }

const recent = (): LRUCache<string, true> => {
  shared.roostSessionChecks ??= new LRUCache({ max: 20_000, ttl: minute })
  return shared.roostSessionChecks
}

type Options = {
  /** Whether the answer can carry a cookie, so that a remembered session may be renewed. */
  mayRenew: boolean
  /** Runs work after the answer is on its way. */
  later: (work: Promise<unknown>) => void
}

/** A live session. `renewedUntil` is the new end of its cookie, when it has one. */
export type CheckedSession = { renewedUntil: Date | null }

/**
 * Whether a session cookie is worth keeping, and for how long; notes that its member is here. All of it once a minute
 * for a session. Not a gate: pages and actions look the session up themselves, every time.
 * @returns null when the session has ended.
 */
export async function checkSession(
  token: string,
  { mayRenew, later }: Options,
): Promise<CheckedSession | null> {
  const key = hashSessionToken(token)
  if (recent().has(key)) return { renewedUntil: null }
  const session = await findSession(token)
  if (!session) return null
  const now = new Date()
  const due = renewal(session, now)
  const renewedUntil = mayRenew ? due : null
  // Until it is renewed, each request of the session may be the one that can.
  if (due === renewedUntil) recent().set(key, true)
  const lastHere = Math.min(session.lastUsedAt.getTime(), session.lastSeenAt.getTime())
  if (renewedUntil || now.getTime() - lastHere >= minute)
    later(
      touchSession(session.viewer, now, renewedUntil ?? undefined).catch((error) =>
        log.error({ event: 'session.touch-failed', err: error }),
      ),
    )
  return { renewedUntil }
}
