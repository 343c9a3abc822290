import { credentialDigest } from '../crypto/credential'
import { db, transaction } from '../db/db'
import { isLocale, locales } from '../i18n/locales'
import { defineJob } from '../jobs/definition'
import { deliver } from '../mail/mail-job'
import { trySpendOnce } from '../rate-limit/rate-limit'
import { createUserToken } from '../user-tokens/mutations'
import { z } from '../zod'
import { resetMail } from './mails'

/**
 * Sends the link to choose a new password. The token is made here, so that it is never stored. A repeated run sends a new
 * link; the link of an earlier mail stays valid.
 */
export const passwordResetJob = defineJob({
  kind: 'password-reset',
  payload: z.object({ emailKey: z.string(), locale: z.enum(locales) }),
  maxAttempts: 8,
  async run({ emailKey, locale }, { id }) {
    const user = await db.user.findUnique({
      where: { emailKey },
      select: { id: true, username: true, email: true, passwordHash: true, bannedAt: true, locale: true },
    })
    if (!user || user.bannedAt) return
    // Prevents mail bombing. Retries after an error of the mail server count as the same mail.
    if (!(await trySpendOnce('password-reset', String(user.id), id))) return
    const credential = credentialDigest(user.passwordHash ?? '')
    const token = await transaction((tx) =>
      createUserToken(tx, { userId: user.id, purpose: 'reset-password', credential, email: user.email }),
    )
    const language = isLocale(user.locale) ? user.locale : locale
    await deliver({ ...(await resetMail(user, token, language)), id })
  },
})
