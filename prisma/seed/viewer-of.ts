import { closeSession, openSession } from '../../lib/sessions/mutations'
import { findSession } from '../../lib/sessions/queries'
import type { Viewer } from '../../lib/viewer-type'

/** Acts as a member through the gate that everybody takes: opens a session, looks it up and ends it. */
export async function viewerOf(userId: number): Promise<Viewer> {
  const token = await openSession(userId, false, { ip: '', userAgent: 'npm run seed' })
  const session = await findSession(token)
  await closeSession(token)
  if (!session) throw new Error(`Member ${userId} is banned, so nothing can be done in their name.`)
  return session.viewer
}
