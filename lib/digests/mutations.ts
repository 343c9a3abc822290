import { userOfUnsubscribeToken } from '../crypto/unsubscribe-token'
import { db, transaction } from '../db/db'
import { lockUser } from '../db/locks'
import { AppError } from '../errors'
import { announceJobs } from '../jobs/dispatch'
import { enqueueJob } from '../jobs/enqueue'
import { log } from '../log/log'
import type { Viewer } from '../viewer'
import { firstDue, nextDue } from './policy'
import { type DueDigest, dueDigestsSql } from './queries'
import { type DigestInput, digestMailTask } from './schema'

/** Summaries that are claimed in one transaction. */
const batchSize = 100

/** Sets how often the viewer gets a summary. The first one comes after a whole period. Idempotent. */
export async function setDigest(viewer: Viewer, { frequency }: DigestInput): Promise<void> {
  const userId = viewer.id
  await transaction(async (tx) => {
    await lockUser(tx, userId)
    // A form that is sent twice does not start the period again.
    if (await tx.digestSubscription.findFirst({ where: { userId, frequency }, select: { userId: true } }))
      return
    await tx.digestSubscription.deleteMany({ where: { userId } })
    if (frequency === 'never') return
    const data = { userId, frequency, dueAt: firstDue(frequency, new Date()) }
    await tx.digestSubscription.create({ data, select: { userId: true } })
  })
}

/**
 * Ends the summaries of the member of a link. Needs no session: the link does nothing else. Idempotent.
 * @throws AppError `not-found` for an altered token
 */
export async function unsubscribe(token: string): Promise<void> {
  const userId = userOfUnsubscribeToken(token)
  if (userId === null) throw new AppError('not-found', 'no such link')
  const { count } = await transaction((tx) => tx.digestSubscription.deleteMany({ where: { userId } }))
  if (count > 0) log.info({ event: 'digest.unsubscribed', userId })
}

/**
 * Enqueues the mails of one batch of due summaries, and sets when the next ones are due in the same transaction: neither
 * a repeated run nor another process sends a second mail for the same period. A member whose last mail is still waiting
 * gets no other one.
 * @returns whether more may be due
 */
export async function enqueueDueDigests(now = new Date()): Promise<boolean> {
  const due = await db.$queryRaw<DueDigest[]>(dueDigestsSql(now, batchSize))
  if (due.length === 0) return false
  const jobIds = await transaction(async (tx) => {
    const ids: (string | null)[] = []
    // In ascending order of the members: a consistent lock order prevents deadlocks.
    for (const { userId, frequency, dueAt, mayHaveUnread } of due.toSorted((a, b) => a.userId - b.userId)) {
      const { count } = await tx.digestSubscription.updateMany({
        where: { userId, frequency, dueAt },
        data: { dueAt: nextDue(frequency, dueAt, now) },
      })
      // Another process has claimed it, or the member has changed the setting.
      if (count === 0 || !Number(mayHaveUnread)) continue
      const key = `${digestMailTask.kind}:${userId}`
      ids.push(await enqueueJob(tx, digestMailTask, { userId }, { key }))
    }
    return ids
  })
  announceJobs(...jobIds)
  return due.length === batchSize
}
