import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import { formatPosition, latestPosition } from '../events/position'
import { findSession, type LiveSession } from '../sessions/queries'
import { logInPath } from '../sessions/schema'
import { type Admin, isAdmin, type Viewer } from '../viewer'
import { readSessionToken } from './session-cookies'

export type { Viewer } from '../viewer'

type PageSession = LiveSession & { position: string }

const getSession = cache(async () => findSession(await readSessionToken()))

const getPageSession = cache(async (): Promise<PageSession | null> => {
  const session = await getSession()
  // Read the position before the data of the page, so that the page misses no later event.
  return session && { ...session, position: formatPosition(await latestPosition(session.viewer.id)) }
})

/** The user who opens a page, or null for a guest. Reads the session and the position once per render. */
export async function getViewer(): Promise<Viewer | null> {
  return (await getPageSession())?.viewer ?? null
}

/** The user who calls an action or a handler, or null for a guest. Each call reads the session. */
export async function getCaller(): Promise<Viewer | null> {
  return (await getSession())?.viewer ?? null
}

/** The position in the event stream from which the rendered page subscribes (lib/api/stream); null for a guest. */
export async function getLivePosition(): Promise<string | null> {
  return (await getPageSession())?.position ?? null
}

/**
 * The user of this request. A guest is redirected to the log-in page and returns after the log-in.
 * @param path The path and query of the page.
 */
export async function requireViewer(path: string): Promise<Viewer> {
  return (await getViewer()) ?? redirect(logInPath(path))
}

/** The administrator who opens a page. Everybody else gets the 404 page, so the page reveals nothing. */
export async function requireAdmin(): Promise<Admin> {
  const viewer = await getViewer()
  return isAdmin(viewer) ? viewer : notFound()
}
