import { db } from '../db/db'
import type { Viewer } from '../viewer'
import { isRecentLogIn, type RequiredProof } from './policy'

/** The proof that a sensitive change requires now, for the page with its form. */
export async function getRequiredProof(viewer: Viewer, now = new Date()): Promise<RequiredProof> {
  return (await readCredentials(viewer, now)).needed
}

/** The viewer's password hash, and the proof that a sensitive change requires now. */
export async function readCredentials(
  viewer: Viewer,
  now: Date,
): Promise<{ passwordHash: string | null; needed: RequiredProof }> {
  const [user, session] = await Promise.all([
    db.user.findUniqueOrThrow({ where: { id: viewer.id }, select: { passwordHash: true } }),
    db.session.findUnique({ where: { id: viewer.sessionId }, select: { createdAt: true } }),
  ])
  const recent = session !== null && isRecentLogIn(session.createdAt, now)
  return { ...user, needed: recent ? 'none' : user.passwordHash ? 'password' : 'log-in' }
}

/** The providers that are linked with the viewer's account. */
export async function linkedProviders(viewer: Viewer): Promise<string[]> {
  const rows = await db.account.findMany({ where: { userId: viewer.id }, select: { provider: true } })
  return rows.map((row) => row.provider)
}
