import { db } from '../db/db'
import { isEmailTaken } from '../email-addresses/queries'
import { findUserToken } from '../user-tokens/queries'
import type { EmailLink } from './view'

type Client = Pick<typeof db, 'userToken' | 'user' | 'releasedEmail'>

/** A link that confirms the current address of a member, or a pending one, which then replaces it. */
export type Verification = EmailLink & { isChange: boolean }

/**
 * Finds out what a link to confirm an address does.
 * @returns null for a token that is invalid, expired or used, whose address is neither that of the member nor pending any
 *   more, or of a banned member
 */
export async function findVerification(token: string, client: Client = db): Promise<Verification | null> {
  const row = await findUserToken('verify-email', token, client)
  if (!row) return null
  const { userId, email } = row
  const user = await client.user.findUnique({
    where: { id: userId },
    select: { username: true, email: true, pendingEmail: true, bannedAt: true },
  })
  if (!user || user.bannedAt || ![user.email, user.pendingEmail].includes(email)) return null
  const isTaken = await isEmailTaken(client, email.toLowerCase(), userId)
  return { userId, username: user.username, email, isTaken, isChange: email !== user.email }
}

/** A link that restores a former address. */
export type Undo = EmailLink & {
  /** When the link and the reservation of the address expire: seven days after the change. */
  expiresAt: Date
}

/**
 * Finds out what a link to restore an address does.
 * @returns null for a token that is invalid, expired or used, after an earlier change has been undone, when the member has
 *   the address again, or of a banned member
 */
export async function findUndo(token: string, client: Client = db, now = new Date()): Promise<Undo | null> {
  const row = await findUserToken('undo-email-change', token, client)
  if (!row) return null
  const { userId, email } = row
  const [released, user] = [
    await client.releasedEmail.findUnique({ where: { emailKey: email.toLowerCase() } }),
    await client.user.findUnique({ where: { id: userId }, select: { username: true, bannedAt: true } }),
  ]
  if (!released || released.userId !== userId || released.expiresAt <= now) return null
  if (!user || user.bannedAt) return null
  const isTaken = await isEmailTaken(client, email.toLowerCase(), userId)
  return { userId, username: user.username, email, isTaken, expiresAt: released.expiresAt }
}
