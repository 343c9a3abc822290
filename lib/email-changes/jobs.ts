import { db, transaction } from '../db/db'
import { lockUser } from '../db/locks'
import { verificationTask } from '../email-addresses/schema'
import { defineJob } from '../jobs/definition'
import { deliver } from '../mail/mail-job'
import { trySpendOnce } from '../rate-limit/rate-limit'
import { createUserToken } from '../user-tokens/mutations'
import { emailChangedMail, verificationMail } from './mails'
import { emailChangedTask } from './schema'

/**
 * Sends the link that confirms an address. The token is made here, so that it is never stored. A repeated run sends a new
 * link; the link of an earlier mail stays valid.
 */
export const verificationJob = defineJob({
  ...verificationTask,
  maxAttempts: 8,
  async run({ userId, email, locale }, { id }) {
    const user = await db.user.findUnique({
      where: { id: userId },
      select: {
        username: true,
        email: true,
        emailVerified: true,
        pendingEmail: true,
        locale: true,
        bannedAt: true,
      },
    })
    if (!user || user.bannedAt) return
    const isChange = email === user.pendingEmail
    if (!isChange && (email !== user.email || user.emailVerified)) return
    // Prevents mail bombing. Retries after an error of the mail server count as the same mail.
    if (!(await trySpendOnce('verification-mail', email.toLowerCase(), id))) return
    const token = await transaction((tx) => createUserToken(tx, { userId, purpose: 'verify-email', email }))
    await deliver({ ...(await verificationMail({ ...user, email }, { isChange, token, locale })), id })
  },
})

/** Notifies a former address that it has been replaced. Not sent when the change has been undone in the meantime. */
export const emailChangedJob = defineJob({
  ...emailChangedTask,
  maxAttempts: 12,
  async run(change, { id }) {
    const user = await db.user.findUnique({
      where: { id: change.userId },
      select: { username: true, locale: true },
    })
    if (!user) return
    const undo = change.undo ? await createUndoLink(change.userId, change.to) : null
    if (change.undo && !undo) return
    await deliver({ ...(await emailChangedMail({ ...user, email: change.to }, change, undo)), id })
  },
})

/** @returns null when the member has the address again */
function createUndoLink(userId: number, email: string): Promise<{ token: string; expiresAt: Date } | null> {
  return transaction(async (tx) => {
    await lockUser(tx, userId)
    const released = await tx.releasedEmail.findUnique({ where: { emailKey: email.toLowerCase() } })
    if (!released || released.userId !== userId) return null
    const { expiresAt } = released
    const link = { userId, purpose: 'undo-email-change', email: released.email, expiresAt } as const
    return { token: await createUserToken(tx, link), expiresAt }
  })
}
