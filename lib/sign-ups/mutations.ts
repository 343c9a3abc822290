import { newSessionToken } from '../crypto/session-token'
import { enqueueVerification } from '../email-addresses/mutations'
import type { ClientInfo } from '../http/client-info'
import { defaultLocale, type Locale } from '../i18n/locales'
import { announceJobs } from '../jobs/dispatch'
import { log } from '../log/log'
import { addressKey } from '../rate-limit/rate-limit'
import { insertSession } from '../sessions/mutations'
import { type CreatedUser, signUp } from '../users/mutations'
import type { SignUpInput } from '../users/schema'

/**
 * Creates an account and its first session in one transaction, and enqueues the mail that verifies the address. Counts
 * against the limits of sign-ups, not of log-ins.
 * @param locale the language of the page
 * @returns the new user, with the session token for the cookie
 * @throws AppError as `signUp`
 */
export async function signUpWithSession(
  input: SignUpInput,
  from: ClientInfo,
  locale: Locale = defaultLocale,
): Promise<CreatedUser & { token: string }> {
  const token = newSessionToken()
  let jobId: string | null = null
  const user = await signUp(input, async (tx, userId) => {
    await insertSession(tx, { userId, remember: false, from, token })
    jobId = await enqueueVerification(tx, userId, input.email, locale)
  })
  announceJobs(jobId)
  log.info({ event: 'session.opened', userId: user.id, area: addressKey(from.ip) })
  return { ...user, token }
}

/**
 * Creates an administrator, by the rules of the sign-up form. Marks the email address as verified, because
 * the operator supplied it.
 * @throws AppError as `signUp`
 */
export async function createVerifiedAdmin(input: SignUpInput): Promise<void> {
  const { id } = await signUp(input, async (tx, userId) => {
    const data = { role: 'admin', emailVerified: new Date() }
    await tx.user.update({ where: { id: userId }, data, select: { id: true } })
  })
  log.info({ event: 'user.role', userId: id, role: 'admin' }, 'an administrator was created')
}
