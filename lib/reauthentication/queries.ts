import { db } from '../db/db'
import type { Viewer } from '../viewer'
import { isRecentLogIn, type RequiredProof } from './policy'

/** What the viewer has to prove before a sensitive change, for the page that offers it. */
export async function getRequiredProof(viewer: Viewer, now = new Date()): Promise<RequiredProof> {
  return (await readCredentials(viewer, now)).needed
}

/** The viewer's password hash, and the proof that a sensitive change needs now. */
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

/** The providers through which the viewer can log in. */
export async function linkedProviders(viewer: Viewer): Promise<string[]> {
  const rows = await db.account.findMany({ where: { userId: viewer.id }, select: { provider: true } })
  return rows.map((row) => row.provider)
}
