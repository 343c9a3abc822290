import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { isSecure, sessionCookie } from './http/cookies'
import { findSession, type LiveSession } from './sessions/queries'
import type { Viewer } from './viewer-type'

export type { Viewer } from './viewer-type'

/** The value of the session cookie, if the browser sent one. */
export async function readSessionToken(): Promise<string | undefined> {
  return (await cookies()).get(sessionCookie(isSecure(await headers())))?.value
}

const currentSession = cache(async (): Promise<LiveSession | null> => findSession(await readSessionToken()))

/** The member who makes this request, or null for a guest. One query a request. */
export async function getViewer(): Promise<Viewer | null> {
  return (await currentSession())?.viewer ?? null
}

/**
 * The gate of a member's page: a guest goes to log in and comes back.
 * @param path Path and query of the page.
 */
export async function requireViewer(path: string): Promise<Viewer> {
  return (await getViewer()) ?? redirect(`/login?next=${encodeURIComponent(path)}`)
}
