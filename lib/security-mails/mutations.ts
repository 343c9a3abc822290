import type { Transaction } from '../db/db'
import type { ClientInfo } from '../http/client-info'
import type { Locale } from '../i18n/locales'
import { enqueueJob } from '../jobs/enqueue'
import { type SecurityEvent, securityMailTask } from './schema'

/**
 * Enqueues a mail to the current address of a user about an event that concerns the security of the account. Call
 * `announceJobs` with the result after commit.
 * @param from the client that caused the event
 * @param locale the language of the page, for a user who has chosen none
 * @param app the app that was allowed, for `app-allowed`
 */
export async function enqueueSecurityMail(
  tx: Transaction,
  userId: number,
  what: SecurityEvent['what'],
  from: ClientInfo,
  locale: Locale,
  app?: { name: string },
): Promise<string | null> {
  const { email: to } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } })
  const client = { ip: from.ip, userAgent: from.userAgent.slice(0, 300) }
  return enqueueJob(tx, securityMailTask, {
    what,
    userId,
    to,
    locale,
    at: new Date().toISOString(),
    ...client,
    ...(app && { app: app.name }),
  })
}
