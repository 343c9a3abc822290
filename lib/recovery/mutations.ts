import type { VerifiedUser } from '../credentials/mutations'
import { credentialDigest } from '../crypto/credential'
import { db, transaction } from '../db/db'
import { lockUser } from '../db/locks'
import { AppError, fieldError } from '../errors'
import { absoluteUrl } from '../http/absolute-url'
import type { ClientInfo } from '../http/client-info'
import { unknownAddress } from '../http/cookies'
import { defaultLocale, type Locale } from '../i18n/locales'
import { announceJobs } from '../jobs/dispatch'
import { addJob } from '../jobs/enqueue'
import { log } from '../log/log'
import { findWeakness } from '../passwords/check-password'
import { hashPassword, refuseWhenBusy } from '../passwords/passwords'
import { enqueueSecurityMail } from '../security-mails/mutations'
import { endAllSessions, publishEndedSessions } from '../sessions/mutations'
import { createUserToken, deleteUserTokens } from '../user-tokens/mutations'
import { passwordResetJob } from './jobs'
import { findResetToken } from './queries'
import type { ResetPasswordInput, ResetRequestInput } from './schema'

/**
 * Requests a mail with a link to choose a new password. Does the same for known and unknown addresses: the job looks up
 * the account, so neither response nor duration reveals whether there is one (ASVS 6.3.8).
 * @param locale the language of the page; a member's own language takes precedence
 */
export async function requestPasswordReset({ email }: ResetRequestInput, locale: Locale): Promise<void> {
  const emailKey = email.toLowerCase()
  await addJob(passwordResetJob, { emailKey, locale }, { key: `${passwordResetJob.kind}:${emailKey}` })
}

/**
 * Creates a link to choose a new password, for an operator who passes it on. Valid as long as one in a mail.
 * @throws Error when APP_URL is not set and mail leaves this machine
 */
export async function createResetLink(userId: number): Promise<string> {
  const { email, passwordHash } = await db.user.findUniqueOrThrow({
    where: { id: userId },
    select: { email: true, passwordHash: true },
  })
  const credential = credentialDigest(passwordHash ?? '')
  const token = await transaction((tx) =>
    createUserToken(tx, { userId, purpose: 'reset-password', credential, email }),
  )
  log.info({ event: 'user.reset-link', userId }, 'an operator has created a link to choose a password')
  return absoluteUrl(`/reset-password/${token}`)
}

/**
 * Sets a new password with the token of a link. Every session ends, and so does every other link of the member
 * (ASVS 7.4.3). A pending change of the email address is cancelled. It opens no session: the member logs in, with a
 * second factor if there is one.
 * @param from the client, for the mail to the member
 * @param locale the language of the page
 * @returns the member, with the digest of the new password hash
 * @throws AppError `not-found` for an invalid, expired or used token; `invalid` for a weak password; `busy`
 */
export async function resetPassword(
  { token, password }: ResetPasswordInput,
  from: ClientInfo = { ip: unknownAddress, userAgent: '' },
  locale: Locale = defaultLocale,
): Promise<VerifiedUser> {
  refuseWhenBusy()
  const found = await findResetToken(token)
  if (!found) throw new AppError('not-found', 'no such token')
  const { userId } = found
  const user = await db.user.findUniqueOrThrow({
    where: { id: userId },
    select: { username: true, email: true, displayName: true },
  })
  const weakness = await findWeakness(password, user)
  if (weakness) throw fieldError('password', weakness)
  const passwordHash = await hashPassword(password, { admitted: true })
  const { ended, jobId } = await transaction(async (tx) => {
    await lockUser(tx, userId)
    // Another request may have used the link, or changed the password, while this one was hashing.
    if (!(await findResetToken(token, tx))) throw new AppError('not-found', 'the token has been used')
    await deleteUserTokens(tx, userId, 'reset-password')
    const { emailVerified } = await tx.user.findUniqueOrThrow({
      where: { id: userId },
      select: { emailVerified: true },
    })
    // The link has shown that the mailbox belongs to the member.
    const data = { passwordHash, emailVerified: emailVerified ?? new Date(), pendingEmail: null }
    await tx.user.update({ where: { id: userId }, data, select: { id: true } })
    const jobId = await enqueueSecurityMail(tx, userId, 'password-changed', from, locale)
    return { ended: await endAllSessions(tx, userId), jobId }
  })
  announceJobs(jobId)
  publishEndedSessions(ended)
  log.info({ event: 'user.password-reset', userId })
  return { id: userId, credential: credentialDigest(passwordHash) }
}
