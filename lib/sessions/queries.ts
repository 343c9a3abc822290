import { hashSessionToken, isSessionToken } from '../crypto/session-token'
import { db } from '../db/db'
import { parseUserAgent } from '../http/client-info'
import { limits } from '../limits'
import { addressKey } from '../rate-limit/rate-limit'
import { toViewer, type ViewerRow, viewerColumns } from '../users/summary'
import type { Viewer } from '../viewer'
import { isLive } from './policy'
import type { SessionView } from './view'

type SessionRow = ViewerRow & {
  sessionId: number
  remember: boolean | number | bigint
  expiresAt: Date
  lastUsedAt: Date
  lastSeenAt: Date
}

export type LiveSession = {
  viewer: Viewer
  lastUsedAt: Date
  lastSeenAt: Date
  expiresAt: Date
  remember: boolean
}

/**
 * Finds the live session with this token and its user, in one query. Not cached: a ban, a log-out elsewhere or a deleted
 * account takes effect on the next request.
 * @returns null when there is no such session, it is not live or the user is banned
 */
export async function findSession(token: string | undefined, now = new Date()): Promise<LiveSession | null> {
  if (!isSessionToken(token)) return null
  const rows = await db.$queryRaw<SessionRow[]>`
    SELECT ${viewerColumns}, u.last_seen_at AS "lastSeenAt", s.id AS "sessionId", s.remember,
      s.expires_at AS "expiresAt", s.last_used_at AS "lastUsedAt"
    FROM sessions s JOIN users u ON u.id = s.user_id
    WHERE s.token_hash = ${hashSessionToken(token)} AND u.banned_at IS NULL`
  const row = rows[0]
  if (!row) return null
  const { sessionId, lastSeenAt, lastUsedAt, expiresAt } = row
  const session = { lastSeenAt, lastUsedAt, expiresAt, remember: Boolean(Number(row.remember)) }
  if (!isLive(session, now)) return null
  return { viewer: toViewer(row, { sessionId }), ...session }
}

/** Which of these sessions are live and belong to users who are not banned. */
export async function filterLiveSessions(ids: number[], now = new Date()): Promise<Set<number>> {
  const live = new Set<number>()
  // Both engines limit the number of parameters.
  for (let from = 0; from < ids.length; from += 1000) {
    const rows = await db.session.findMany({
      where: { id: { in: ids.slice(from, from + 1000) }, user: { bannedAt: null } },
      select: { id: true, expiresAt: true, lastUsedAt: true, remember: true },
    })
    for (const row of rows) if (isLive(row, now)) live.add(row.id)
  }
  return live
}

/** The viewer's live sessions, the most recently used first. */
export async function listSessions(viewer: Viewer, now = new Date()): Promise<SessionView[]> {
  const rows = await db.session.findMany({
    where: { userId: viewer.id, expiresAt: { gt: now } },
    orderBy: [{ lastUsedAt: 'desc' }, { id: 'desc' }],
    take: limits.sessionsPerUser,
  })
  return rows
    .filter((row) => isLive(row, now))
    .map((row) => ({
      id: row.id,
      current: row.id === viewer.sessionId,
      ...parseUserAgent(row.userAgent),
      area: addressKey(row.ip),
      remember: row.remember,
      createdAt: row.createdAt,
      lastUsedAt: row.lastUsedAt,
    }))
}
