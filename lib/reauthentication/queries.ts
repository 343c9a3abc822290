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
  const [user, logIn] = await Promise.all([
    db.user.findUniqueOrThrow({ where: { id: viewer.id }, select: { passwordHash: true } }),
    findLogIn(viewer),
  ])
  const recent = logIn !== null && isRecentLogIn(logIn.createdAt, now)
  // A request with an API token has no form that could ask for the password.
  const canAsk = user.passwordHash && !viewer.apiTokenId
  return { ...user, needed: recent ? 'none' : canAsk ? 'password' : 'log-in' }
}

/** The viewer's session, or the API token if they made it with their password. A personal token proves no identity. */
function findLogIn(viewer: Viewer): Promise<{ createdAt: Date } | null> {
  const select = { createdAt: true } as const
  if (!viewer.apiTokenId) return db.session.findUnique({ where: { id: viewer.sessionId }, select })
  return db.apiToken.findFirst({ where: { id: viewer.apiTokenId, kind: 'password' }, select })
}

/** The providers that are linked with the viewer's account. */
export async function linkedProviders(viewer: Viewer): Promise<string[]> {
  const rows = await db.account.findMany({ where: { userId: viewer.id }, select: { provider: true } })
  return rows.map((row) => row.provider)
}
