import { deleteApiTokens } from '../api-tokens/mutations'
import { Prisma, type Transaction, transaction } from '../db/db'
import { lockPost, lockUser, lockUsers } from '../db/locks'
import { deleteOrClearPost } from '../deletions/mutations'
import { AppError } from '../errors'
import { invalidateAllGuestPages } from '../events/guest-pages'
import { publishSignals } from '../events/signals'
import { announceJobs } from '../jobs/dispatch'
import { enqueueJob } from '../jobs/enqueue'
import { log } from '../log/log'
import { mailJob } from '../mail/mail-job'
import { deleteGrantsOfOwnApps } from '../oauth-grants/mutations'
import { spend } from '../rate-limit/rate-limit'
import { confirmPassword, requireProof } from '../reauthentication/mutations'
import { endAllSessions, publishEndedSessions } from '../sessions/mutations'
import type { Viewer } from '../viewer'
import { accountKeptMail, deletionRequestedMail } from './mails'
import { dueDate } from './policy'
import { type CancellationProof, findPendingDeletion } from './queries'

const recipient = { username: true, email: true, locale: true } as const

/**
 * Requests the deletion of the viewer's account. From now on it is hidden from everyone, every session ends, and the
 * member can keep it for `gracePeriodDays`.
 * @param current the typed password; empty for accounts without a password, which need a recent log-in
 * @returns when the account will be deleted
 * @throws AppError `rate-limited` after five requests in a day; otherwise as `confirmPassword` and `requireProof`
 */
export async function requestAccountDeletion(
  viewer: Viewer,
  current: string,
  now = new Date(),
): Promise<Date> {
  const proof = await confirmPassword(viewer, current)
  // Each request and each cancellation sends a mail.
  await spend('account-deletion', String(viewer.id))
  const dueAt = dueDate(now)
  const userId = viewer.id
  const { ended, jobId } = await transaction(async (tx) => {
    await lockUser(tx, userId)
    await requireProof(tx, viewer, proof)
    // Cannot exist: the session that `requireProof` has found ends with the request.
    await tx.accountDeletion.create({ data: { userId, requestedAt: now, dueAt }, select: { userId: true } })
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: recipient })
    const jobId = await enqueueJob(tx, mailJob, await deletionRequestedMail(user, dueAt))
    await deleteGrantsOfOwnApps(tx, userId)
    return { ended: await endAllSessions(tx, userId), jobId }
  })
  announceJobs(jobId)
  publishEndedSessions(ended)
  invalidateAllGuestPages()
  log.info({ event: 'account.deletion-requested', userId })
  return dueAt
}

/**
 * Keeps an account whose deletion was requested. Nothing of it has changed in the meantime, so it is as before.
 * @throws AppError `not-found` when there is no such deletion, or when the account is due
 */
export async function cancelAccountDeletion(proof: CancellationProof, now = new Date()): Promise<void> {
  const { userId } = proof
  const jobId = await transaction(async (tx) => {
    await lockUser(tx, userId)
    if (!(await findPendingDeletion(proof, tx, now))) throw new AppError('not-found', `user ${userId}`)
    await tx.accountDeletion.delete({ where: { userId }, select: { userId: true } })
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: recipient })
    return enqueueJob(tx, mailJob, await accountKeptMail(user))
  })
  announceJobs(jobId)
  invalidateAllGuestPages()
  log.info({ event: 'account.kept', userId })
}

/** Deletes the small tables of a member, whose account is deleted, within a transaction that has locked the member. */
export async function deletePersonalRows(
  tx: Transaction,
  userId: number,
  usernameKey: string,
): Promise<void> {
  const where = { where: { userId } }
  // Signals of others about messages with the member contain the username.
  const partners = await tx.conversation.findMany({ where: { partnerId: userId }, select: { ownerId: true } })
  await tx.signal.deleteMany({
    where: { subject: usernameKey, userId: { in: partners.map(({ ownerId }) => ownerId) } },
  })
  await tx.signal.deleteMany(where)
  await tx.signalClock.deleteMany(where)
  await tx.account.deleteMany(where)
  await tx.session.deleteMany(where)
  await tx.userToken.deleteMany(where)
  await deleteApiTokens(tx, userId)
  await tx.webhook.deleteMany(where)
  await tx.oAuthGrant.deleteMany(where)
  await tx.oAuthApp.deleteMany({ where: { ownerId: userId } })
  await tx.releasedEmail.deleteMany(where)
  await tx.digestSubscription.deleteMany(where)
  // A job deletes their files and rows.
  await tx.import.updateMany({ ...where, data: { userId: null } })
  await tx.userSearch.deleteMany(where)
  await tx.savedSearch.deleteMany(where)
  await tx.deletedPost.deleteMany(where)
  await tx.notificationOptOut.deleteMany(where)
}

/** Deletes a post of an account that is deleted. With replies of others it becomes a placeholder. Idempotent. */
export async function erasePost(authorId: number, id: number): Promise<void> {
  const recipientIds = await transaction(async (tx) => {
    await lockUser(tx, authorId)
    await lockPost(tx, id)
    const post = await tx.post.findFirst({
      where: { id, authorId, deletedAt: null },
      select: { replyToId: true },
    })
    if (!post) return []
    await tx.post.update({ where: { id }, data: { submissionKey: null, origin: null }, select: { id: true } })
    const place = { id, parentId: post.replyToId, deletedAt: new Date() }
    return (await deleteOrClearPost(tx, { id: authorId }, place)).recipientIds
  })
  publishSignals(recipientIds)
}

/**
 * Deletes a member's side of a conversation. The partner keeps the messages, which then count as read. Idempotent.
 * @param isLast whether the account of the partner is deleted too: the messages are deleted
 */
export async function deleteConversationSide(
  ownerId: number,
  partnerId: number,
  { isLast, batchSize }: { isLast: boolean; batchSize: number },
): Promise<void> {
  const sent = Prisma.sql`sender_id = ${ownerId} AND recipient_id = ${partnerId}`
  const received = Prisma.sql`sender_id = ${partnerId} AND recipient_id = ${ownerId}`
  const change = isLast
    ? Prisma.sql`DELETE FROM messages WHERE id IN (SELECT id FROM messages WHERE ${sent} OR ${received} LIMIT ${batchSize})`
    : Prisma.sql`UPDATE messages SET read_at = ${new Date()}
        WHERE id IN (SELECT id FROM messages WHERE ${sent} AND read_at IS NULL LIMIT ${batchSize})`
  for (let count = batchSize; count === batchSize; ) count = await transaction((tx) => tx.$executeRaw(change))
  await transaction(async (tx) => {
    const sides = [{ ownerId, partnerId }, ...(isLast ? [{ ownerId: partnerId, partnerId: ownerId }] : [])]
    await lockUsers(tx, [ownerId, partnerId])
    await tx.conversation.deleteMany({ where: { OR: sides } })
    if (isLast) await removeUnusedRow(tx, partnerId)
  })
}

/**
 * Deletes the row of a deleted account to which nothing refers any more, within a transaction that has locked it. Does
 * nothing while the deletion is in progress.
 */
export async function removeUnusedRow(tx: Transaction, id: number): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM users WHERE id = ${id} AND deleted_at IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM account_deletions WHERE user_id = ${id})
      AND NOT EXISTS (SELECT 1 FROM posts WHERE author_id = ${id})
      AND NOT EXISTS (SELECT 1 FROM messages WHERE sender_id = ${id})
      AND NOT EXISTS (SELECT 1 FROM messages WHERE recipient_id = ${id})`
}
