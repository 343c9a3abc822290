import { LRUCache } from 'lru-cache'
import { hashSessionToken } from './crypto/session-token'
import { log } from './log/log'
import { touchSession } from './sessions/mutations'
import { findSession } from './sessions/queries'

const minute = 60_000

const shared = globalThis as { roostSessionChecks?: LRUCache<string, true> }

const recent = (): LRUCache<string, true> => {
  shared.roostSessionChecks ??= new LRUCache({ max: 20_000, ttl: minute })
  return shared.roostSessionChecks
}

/**
 * Whether a session cookie is worth keeping, and notes that its member is here: both once a minute for a session.
 * Not a gate: pages and actions look the session up themselves, every time.
 * @param later Runs work after the answer is on its way.
 */
export async function checkSession(token: string, later: (work: Promise<unknown>) => void): Promise<boolean> {
  const key = hashSessionToken(token)
  if (recent().has(key)) return true
  const session = await findSession(token)
  if (!session) return false
  recent().set(key, true)
  const now = new Date()
  if (now.getTime() - Math.min(session.lastUsedAt.getTime(), session.lastSeenAt.getTime()) >= minute)
    later(
      touchSession(session.viewer, now).catch((error) =>
        log.error({ event: 'session.touch-failed', err: error }),
      ),
    )
  return true
}
