import { redirect } from 'next/navigation'
import { cache } from 'react'
import { formatPosition, latestPosition } from '../events/position'
import { findSession, type LiveSession } from '../sessions/queries'
import type { Viewer } from '../viewer'
import { readSessionToken } from './session-cookies'

export type { Viewer } from '../viewer'

type CurrentSession = LiveSession & { position: string }

const currentSession = cache(async (): Promise<CurrentSession | null> => {
  const session = await findSession(await readSessionToken())
  // Before the page reads anything, so that whatever comes after what it shows is told to it live.
  return session && { ...session, position: formatPosition(await latestPosition(session.viewer.id)) }
})

/** The member who makes this request, or null for a guest. One query a request. */
export async function getViewer(): Promise<Viewer | null> {
  return (await currentSession())?.viewer ?? null
}

/** From where a page that is rendered now has to listen for news (lib/api/stream); null for a guest. */
export async function getLivePosition(): Promise<string | null> {
  return (await currentSession())?.position ?? null
}

/**
 * The gate of a member's page: a guest goes to log in and comes back.
 * @param path Path and query of the page.
 */
export async function requireViewer(path: string): Promise<Viewer> {
  return (await getViewer()) ?? redirect(`/login?next=${encodeURIComponent(path)}`)
}
