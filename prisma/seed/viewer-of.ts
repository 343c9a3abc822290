import { closeSession, openSession } from '../../lib/sessions/mutations'
import { findSession } from '../../lib/sessions/queries'
import type { Viewer } from '../../lib/viewer'

/** Creates a viewer for a member as a request does: opens a session, looks it up and closes it. */
export async function viewerOf(userId: number): Promise<Viewer> {
  const token = await openSession(userId, false, { ip: '', userAgent: 'npm run seed' })
  const session = await findSession(token)
  await closeSession(token)
  if (!session) throw new Error(`Member ${userId} is banned and cannot act.`)
  return session.viewer
}
