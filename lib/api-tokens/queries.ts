import { hashApiToken, isApiToken } from '../crypto/api-token'
import { db } from '../db/db'
import { limits } from '../limits'
import { toViewer, type ViewerRow, viewerColumns } from '../users/summary'
import type { Viewer } from '../viewer'
import type { Scope, TokenKind } from './policy'
import { parseScopes, type TokenView } from './view'

export type LiveToken = {
  /** The user of the token, without a session. */
  viewer: Viewer
  id: number
  kind: TokenKind
  scopes: Scope[]
  lastUsedAt: Date | null
  expiresAt: Date
}

type TokenRow = ViewerRow & {
  tokenId: number
  kind: TokenKind
  scopes: string
  lastUsedAt: Date | null
  expiresAt: Date
}

/**
 * Finds a live token and its user, in one query. Not cached: a revocation or a ban takes effect on the next request.
 * @returns null for a token that is malformed, unknown or expired, or whose user is banned
 */
export async function findApiToken(token: string, now = new Date()): Promise<LiveToken | null> {
  if (!isApiToken(token)) return null
  const rows = await db.$queryRaw<TokenRow[]>`
    SELECT ${viewerColumns}, t.id AS "tokenId", t.kind, t.scopes, t.last_used_at AS "lastUsedAt",
      t.expires_at AS "expiresAt"
    FROM api_tokens t JOIN users u ON u.id = t.user_id
    WHERE t.token_hash = ${hashApiToken(token)} AND t.expires_at > ${now} AND u.banned_at IS NULL`
  const row = rows[0]
  if (!row) return null
  const { tokenId: id, kind, lastUsedAt, expiresAt } = row
  const viewer = toViewer(row, { sessionId: 0, apiTokenId: id })
  return { viewer, id, kind, scopes: parseScopes(row.scopes), lastUsedAt, expiresAt }
}

/** Which of these tokens are live and belong to users who are not banned. */
export async function filterLiveTokens(ids: number[], now = new Date()): Promise<Set<number>> {
  const live = new Set<number>()
  // Both engines limit the number of parameters.
  for (let from = 0; from < ids.length; from += 1000) {
    const rows = await db.apiToken.findMany({
      where: { id: { in: ids.slice(from, from + 1000) }, expiresAt: { gt: now }, user: { bannedAt: null } },
      select: { id: true },
    })
    for (const { id } of rows) live.add(id)
  }
  return live
}

/** The viewer's live personal tokens, the newest first. */
export async function listPersonalTokens(viewer: Viewer, now = new Date()): Promise<TokenView[]> {
  const rows = await db.apiToken.findMany({
    where: { userId: viewer.id, kind: 'personal', expiresAt: { gt: now } },
    orderBy: { id: 'desc' },
    take: limits.apiTokens.perUser,
    select: { id: true, name: true, scopes: true, createdAt: true, lastUsedAt: true, expiresAt: true },
  })
  return rows.map((row) => ({ ...row, scopes: parseScopes(row.scopes) }))
}
