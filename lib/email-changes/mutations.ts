import { credentialDigest } from '../crypto/credential'
import { type Transaction, transaction, violatedColumn } from '../db/db'
import { lockUser } from '../db/locks'
import { claimEmail, enqueueVerification, reserveFormerEmail } from '../email-addresses/mutations'
import { AppError } from '../errors'
import type { ClientInfo } from '../http/client-info'
import { defaultLocale, type Locale } from '../i18n/locales'
import { announceJobs } from '../jobs/dispatch'
import { enqueueJob } from '../jobs/enqueue'
import { log } from '../log/log'
import { endAllSessions, publishEndedSessions } from '../sessions/mutations'
import { createUserToken, deleteUserTokens } from '../user-tokens/mutations'
import type { Viewer } from '../viewer'
import { findUndo, findVerification, type Undo, type Verification } from './queries'
import { emailChangedTask } from './schema'

/**
 * Uses a link that confirms an address. A pending address replaces the current one: links to choose a new password, which
 * were sent to the former address, become invalid, and the former address gets a mail. If it was verified, the mail has a
 * link that restores it.
 * @param from the client, for that mail
 * @param locale the language of the page
 * @returns whether the address has changed
 * @throws AppError `not-found` for a link that is invalid, expired or used; `conflict` when another account has the address
 */
export async function confirmEmail(
  token: string,
  from: ClientInfo,
  locale: Locale = defaultLocale,
): Promise<{ isChange: boolean }> {
  const { userId } = await requireLink(findVerification(token))
  const { isChange, jobId } = await withFreeEmail(() =>
    transaction(async (tx) => {
      await lockUser(tx, userId)
      // Another request may have used the link, or changed the address.
      const verification = await requireLink(findVerification(token, tx))
      const jobId = verification.isChange ? await changeEmail(tx, verification, from, locale) : null
      if (!verification.isChange) await setEmail(tx, verification)
      await deleteUserTokens(tx, userId, 'verify-email')
      return { isChange: verification.isChange, jobId }
    }),
  )
  announceJobs(jobId)
  log.info({ event: isChange ? 'user.email-changed' : 'user.email-verified', userId })
  return { isChange }
}

/** @returns the id of the mail to the former address */
async function changeEmail(
  tx: Transaction,
  { userId, email }: Verification,
  from: ClientInfo,
  locale: Locale,
): Promise<string | null> {
  const before = await setEmail(tx, { userId, email })
  await claimEmail(tx, userId, email.toLowerCase())
  await deleteUserTokens(tx, userId, 'reset-password')
  // An unverified address may belong to somebody else, who must not be able to take over the account.
  const undo = before.emailVerified !== null
  if (undo) await reserveFormerEmail(tx, userId, before.email)
  return enqueueEmailChangedMail(tx, { userId, to: before.email, undo }, from, locale)
}

/** Sets a verified address. @returns the row before */
async function setEmail(
  tx: Transaction,
  { userId, email }: { userId: number; email: string },
  change: { passwordHash?: null; pendingEmail?: null } = {},
): Promise<{ email: string; emailVerified: Date | null }> {
  const where = { id: userId }
  const before = await tx.user.findUniqueOrThrow({
    where,
    select: { email: true, emailVerified: true, pendingEmail: true },
  })
  const isVerified = before.email === email && before.emailVerified
  await tx.user.update({
    where,
    data: {
      ...{ email, emailKey: email.toLowerCase(), ...change },
      ...(!isVerified && { emailVerified: new Date() }),
      ...(before.pendingEmail === email && { pendingEmail: null }),
    },
    select: { id: true },
  })
  return before
}

type EmailChange = { userId: number; to: string; undo: boolean }

function enqueueEmailChangedMail(tx: Transaction, change: EmailChange, from: ClientInfo, locale: Locale) {
  const client = { ip: from.ip, userAgent: from.userAgent.slice(0, 300) }
  return enqueueJob(tx, emailChangedTask, { ...change, ...client, locale, at: new Date().toISOString() })
}

/**
 * Uses a link that restores a former address. Somebody else may have changed it, so every session ends, the password
 * becomes invalid, and so does every other link, except those that undo earlier changes.
 * @param from the client, for the mail to the replaced address
 * @param locale the language of the page
 * @returns the member, and a token to choose a new password
 * @throws AppError as `confirmEmail`
 */
export async function undoEmailChange(
  token: string,
  from: ClientInfo,
  locale: Locale = defaultLocale,
): Promise<{ userId: number; resetToken: string }> {
  const { userId } = await requireLink(findUndo(token))
  const { ended, jobId, resetToken } = await withFreeEmail(() =>
    transaction(async (tx) => {
      await lockUser(tx, userId)
      const undo = await requireLink(findUndo(token, tx))
      const replaced = await setEmail(tx, undo, { passwordHash: null, pendingEmail: null })
      await revokeUndoLinksSince(tx, undo)
      await deleteUserTokens(tx, userId, 'verify-email', 'reset-password')
      const jobId = await enqueueEmailChangedMail(
        tx,
        { userId, to: replaced.email, undo: false },
        from,
        locale,
      )
      const newToken = { userId, purpose: 'reset-password', credential: credentialDigest('') } as const
      const resetToken = await createUserToken(tx, { ...newToken, email: undo.email })
      return { ended: await endAllSessions(tx, userId), jobId, resetToken }
    }),
  )
  announceJobs(jobId)
  publishEndedSessions(ended)
  log.info({ event: 'user.email-restored', userId })
  return { userId, resetToken }
}

/**
 * Deletes the links that undo this change and later ones. Those of earlier changes stay valid: who changes the address
 * twice and restores the second one must not keep the owner of the first one from restoring it.
 */
async function revokeUndoLinksSince(tx: Transaction, { userId, email, expiresAt }: Undo): Promise<void> {
  const since = { gte: expiresAt }
  await tx.releasedEmail.deleteMany({ where: { userId, expiresAt: since } })
  await tx.userToken.deleteMany({
    where: { userId, purpose: 'undo-email-change', OR: [{ expiresAt: since }, { email }] },
  })
}

/** @throws AppError `not-found`, or `conflict` when another account has the address */
async function requireLink<Link extends { isTaken: boolean }>(found: Promise<Link | null>): Promise<Link> {
  const link = await found
  if (!link) throw new AppError('not-found', 'no such link')
  if (link.isTaken) throw new AppError('conflict', 'the address is taken')
  return link
}

/** Runs a write that sets an address, and turns a violated unique constraint into a `conflict`. */
async function withFreeEmail<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (violatedColumn(error, ['email_key'])) throw new AppError('conflict', 'email_key')
    throw error
  }
}

/**
 * Sends the link again that confirms the viewer's pending address, or else the current one. Does nothing when it is
 * verified.
 */
export async function resendVerification(viewer: Viewer, locale: Locale = defaultLocale): Promise<void> {
  const jobId = await transaction(async (tx) => {
    const { email, emailVerified, pendingEmail } = await tx.user.findUniqueOrThrow({
      where: { id: viewer.id },
      select: { email: true, emailVerified: true, pendingEmail: true },
    })
    const unverifiedEmail = pendingEmail ?? (emailVerified ? null : email)
    return unverifiedEmail ? enqueueVerification(tx, viewer.id, unverifiedEmail, locale) : null
  })
  announceJobs(jobId)
}

/** Cancels the change to a pending address, whose link becomes invalid. Idempotent. */
export async function cancelEmailChange(viewer: Viewer): Promise<void> {
  await transaction(async (tx) => {
    await lockUser(tx, viewer.id)
    const where = { id: viewer.id }
    const { pendingEmail } = await tx.user.findUniqueOrThrow({ where, select: { pendingEmail: true } })
    if (!pendingEmail) return
    await tx.user.update({ where, data: { pendingEmail: null }, select: { id: true } })
    await tx.userToken.deleteMany({
      where: { userId: viewer.id, purpose: 'verify-email', email: pendingEmail },
    })
  })
  log.info({ event: 'user.email-change-cancelled', userId: viewer.id })
}
