import { isClientId } from '../crypto/oauth-secret'
import { db, type Transaction } from '../db/db'
import { limits } from '../limits'
import type { Viewer } from '../viewer'
import { type OwnAppView, parseRedirectUris } from './view'

/** An app that may request access. */
export type LiveApp = {
  id: number
  clientId: string
  secretHash: string | null
  name: string
  website: string
  redirectUris: string[]
  owner: { username: string }
}

/**
 * Finds an app by its public identifier.
 * @returns null for an unknown app, and for one whose owner is suspended or about to be deleted
 */
export async function findApp(
  clientId: string,
  client: Pick<Transaction, 'oAuthApp'> = db,
): Promise<LiveApp | null> {
  if (!isClientId(clientId)) return null
  const row = await client.oAuthApp.findFirst({
    where: { clientId, owner: { bannedAt: null, accountDeletion: null } },
    select: {
      id: true,
      clientId: true,
      secretHash: true,
      name: true,
      website: true,
      redirectUris: true,
      owner: { select: { username: true } },
    },
  })
  return row && { ...row, redirectUris: parseRedirectUris(row.redirectUris) }
}

/** The viewer's own apps, the newest first. */
export async function listOwnApps(viewer: Viewer): Promise<OwnAppView[]> {
  const rows = await db.oAuthApp.findMany({
    where: { ownerId: viewer.id },
    orderBy: { id: 'desc' },
    take: limits.oauthApps.perUser,
    omit: { ownerId: true },
  })
  return rows.map(({ secretHash, redirectUris, ...row }) => ({
    ...row,
    redirectUris: parseRedirectUris(redirectUris),
    isConfidential: secretHash !== null,
  }))
}

/** One of the viewer's own apps. @returns null for an app of somebody else */
export async function getOwnApp(viewer: Viewer, id: number): Promise<OwnAppView | null> {
  return (await listOwnApps(viewer)).find((app) => app.id === id) ?? null
}
