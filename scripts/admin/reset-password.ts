import type { Flags } from '../admin'
import { memberName, noSuchMember } from './member-name'

/** Prints a link to choose a new password, or sends it by mail. */
export async function resetPassword([name]: string[], { mail }: Flags): Promise<void> {
  const { db } = await import('../../lib/db/db')
  const username = memberName(name)
  const user = await db.user.findFirst({
    where: { usernameKey: username.toLowerCase(), deletedAt: null },
    select: { id: true, username: true, email: true, bannedAt: true },
  })
  if (!user) throw noSuchMember(username)
  if (user.bannedAt)
    throw new Error(
      `${user.username} is suspended, so the link would not work: npm run admin -- unsuspend ${user.username}`,
    )
  if (mail) {
    const { requestPasswordReset } = await import('../../lib/recovery/mutations')
    await requestPasswordReset({ email: user.email }, 'en')
    const { log } = await import('../../lib/log/log')
    log.info(
      { event: 'user.reset-mail', userId: user.id },
      'an operator has requested a mail to choose a password',
    )
    return console.log(`An email with the link to ${user.username} is queued.`)
  }
  const { createResetLink } = await import('../../lib/recovery/mutations')
  console.log(await createResetLink(user.id))
  console.warn('The link works once and expires after ten minutes. Anyone who has it can set the password.')
}
