import { db } from '../db/db'
import { defineJob } from '../jobs/definition'
import { deliver } from '../mail/mail-job'
import { addressKey, trySpendOnce } from '../rate-limit/rate-limit'
import { securityMail } from './mails'
import { securityMailTask } from './schema'

/** Notifies a member of an event that concerns the security of the account, at the address of that time. */
export const securityMailJob = defineJob({
  ...securityMailTask,
  maxAttempts: 12,
  async run(event, { id }) {
    const user = await db.user.findUnique({
      where: { id: event.userId },
      select: { username: true, locale: true, email: true, emailVerified: true },
    })
    if (!user) return
    // A program may log in every hour.
    const network = `${event.userId}:${addressKey(event.ip)}`
    if (event.what === 'api-log-in' && !(await trySpendOnce('api-log-in-mail', network, id))) return
    // A script that logs in without cookies is a new device each time.
    const userKey = String(event.userId)
    if (event.what === 'log-in' && !(await trySpendOnce('log-in-mail', userKey, id))) return
    // An address that nobody has confirmed may belong to somebody else, who must not be flooded.
    const isConfirmed = user.emailVerified && user.email === event.to
    if (!isConfirmed && !(await trySpendOnce('unverified-mail', event.to.toLowerCase(), id))) return
    await deliver({ ...(await securityMail({ ...user, email: event.to }, event)), id })
  },
})
