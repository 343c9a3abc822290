import { randomBytes } from 'node:crypto'
import { db, Prisma, transaction } from '../db/db'
import { lockPosts, lockUser, lockUsers } from '../db/locks'
import { invalidateAllGuestPages } from '../events/guest-pages'
import { purgeExports } from '../exports/mutations'
import { deleteFollow } from '../follows/mutations'
import { defineJob } from '../jobs/definition'
import { announceJobs } from '../jobs/dispatch'
import { enqueueJob } from '../jobs/enqueue'
import { log } from '../log/log'
import { mailJob } from '../mail/mail-job'
import { removePicture } from '../storage/pictures'
import { releaseUsername } from '../usernames/mutations'
import { z } from '../zod'
import { accountDeletedMail } from './mails'
import { deleteConversationSide, deletePersonalRows, erasePost, removeUnusedRow } from './mutations'
import { listDueAccounts } from './queries'

/** Rows that one transaction deletes. */
const batchSize = 200

/**
 * Deletes the accounts that can no longer be kept. Every step is idempotent and selects what is left, so that the next run
 * continues one that was killed. An error in one account does not prevent the deletion of the others.
 */
export const deleteAccountsJob = defineJob({
  kind: 'delete-accounts',
  isLong: true,
  payload: z.object({}),
  maxAttempts: 5,
  everyMinutes: 60,
  async run(_, { signal }) {
    const errors: unknown[] = []
    for (const id of await listDueAccounts()) {
      signal.throwIfAborted()
      await deleteAccount(id, signal).catch((error) => errors.push(error))
    }
    if (errors.length > 0) throw errors[0]
  },
})

async function deleteAccount(userId: number, signal: AbortSignal): Promise<void> {
  await startDeletion(userId)
  for (const step of steps)
    for (let more = true; more; ) {
      signal.throwIfAborted()
      more = await step(userId)
    }
  await finishDeletion(userId)
  invalidateAllGuestPages()
  log.info({ event: 'account.deleted', userId })
}

/**
 * Makes the deletion irreversible: removes everything that identifies the member, releases the username and enqueues the
 * last mail, in one transaction. Does nothing when an earlier run has done so.
 */
async function startDeletion(userId: number): Promise<void> {
  const now = new Date()
  const jobId = await transaction(async (tx) => {
    await lockUser(tx, userId)
    const where = { userId, startedAt: null, dueAt: { lte: now } }
    const { count } = await tx.accountDeletion.updateMany({ where, data: { startedAt: now } })
    if (count === 0) return null
    const user = await tx.user.findUniqueOrThrow({
      where: { id: userId },
      select: { username: true, usernameKey: true, email: true, locale: true },
    })
    await deletePersonalRows(tx, userId, user.usernameKey)
    const username = `deleted_${randomBytes(8).toString('hex')}`
    const email = `${username}@deleted.invalid`
    await tx.user.update({
      where: { id: userId },
      data: {
        ...{
          username,
          usernameKey: username,
          email,
          emailKey: email,
          emailVerified: null,
          pendingEmail: null,
          passwordHash: null,
        },
        ...{ displayName: '', aboutMe: '', role: 'member', locale: null, languages: '', bannedAt: null },
        ...{ deletedAt: now, createdAt: now, lastSeenAt: now },
      },
      select: { id: true },
    })
    await releaseUsername(tx, userId, user.usernameKey, now)
    // Former names stay reserved, but no longer belong to the row that others' messages refer to.
    await tx.releasedUsername.updateMany({ where: { userId }, data: { userId: null } })
    return enqueueJob(tx, mailJob, await accountDeletedMail(user))
  })
  announceJobs(jobId)
}

/** Deletes some of the member's rows. @returns whether there may be more */
type Step = (userId: number) => Promise<boolean>

const steps: Step[] = [
  deletePicture,
  deleteExports,
  deleteFollows,
  deleteLikes,
  deleteRows('bookmarks', ['user_id', 'post_id'], ['user_id']),
  deleteRows('blocks', ['blocker_id', 'blocked_id'], ['blocker_id', 'blocked_id']),
  deleteRows('mutes', ['muter_id', 'muted_id'], ['muter_id', 'muted_id']),
  deleteRows('mentions', ['post_id', 'user_id'], ['user_id']),
  deleteRows('notifications', ['id', 'user_id'], ['user_id']),
  deleteNotificationActors,
  deletePosts,
  anonymizePlaceholders,
  deleteConversationSides,
]

/** A step for rows without counters. @param columns those that refer to the member, each with an index */
function deleteRows(table: string, key: [string, string], columns: string[]): Step {
  const keys = Prisma.raw(key.join(', '))
  return async (userId) => {
    const isOwn = columns.map((column) => Prisma.sql`${Prisma.raw(column)} = ${userId}`)
    const count = await transaction(
      (tx) => tx.$executeRaw`
        DELETE FROM ${Prisma.raw(table)} WHERE (${keys}) IN (
          SELECT ${keys} FROM ${Prisma.raw(table)} WHERE ${Prisma.join(isOwn, ' OR ')} LIMIT ${batchSize})`,
    )
    return count === batchSize
  }
}

async function deletePicture(id: number): Promise<boolean> {
  const { avatar } = await db.user.findUniqueOrThrow({ where: { id }, select: { avatar: true } })
  if (!avatar) return false
  // The row keeps the name until the files are gone.
  await removePicture(avatar)
  await transaction((tx) => tx.user.update({ where: { id }, data: { avatar: null }, select: { id: true } }))
  return false
}

/** An export without a member is deleted with its file. */
async function deleteExports(userId: number): Promise<boolean> {
  await transaction((tx) => tx.export.updateMany({ where: { userId }, data: { userId: null } }))
  await purgeExports()
  return false
}

/** The follows in both directions, with the counters of the other members. */
async function deleteFollows(userId: number): Promise<boolean> {
  const rows = await db.follow.findMany({
    where: { OR: [{ followerId: userId }, { followedId: userId }] },
    take: batchSize,
    select: { followerId: true, followedId: true },
  })
  if (rows.length === 0) return false
  await transaction(async (tx) => {
    await lockUsers(tx, [...new Set(rows.flatMap(({ followerId, followedId }) => [followerId, followedId]))])
    for (const { followerId, followedId } of rows) await deleteFollow(tx, followerId, followedId)
  })
  return rows.length === batchSize
}

/** The member's likes, with the counters of the posts. */
async function deleteLikes(userId: number): Promise<boolean> {
  const rows = await db.like.findMany({ where: { userId }, take: batchSize, select: { postId: true } })
  if (rows.length === 0) return false
  await transaction(async (tx) => {
    await lockUser(tx, userId)
    const ids = await lockPosts(
      tx,
      rows.map(({ postId }) => postId),
    )
    if (ids.length === 0) return
    const liked = Prisma.sql`SELECT post_id FROM likes WHERE user_id = ${userId} AND post_id IN (${Prisma.join(ids)})`
    await tx.$executeRaw`UPDATE posts SET like_count = like_count - 1 WHERE id IN (${liked})`
    await tx.like.deleteMany({ where: { userId, postId: { in: ids } } })
  })
  return rows.length === batchSize
}

/** The member's part in the notifications of others. One without another actor is deleted. */
async function deleteNotificationActors(actorId: number): Promise<boolean> {
  const acts = await transaction(async (tx) => {
    const deleted = await tx.$queryRaw<{ id: number }[]>`
      DELETE FROM notification_actors WHERE (notification_id, actor_id) IN (
        SELECT notification_id, actor_id FROM notification_actors WHERE actor_id = ${actorId} LIMIT ${batchSize})
      RETURNING notification_id AS id`
    const ids = deleted.map(({ id }) => id)
    await tx.notification.deleteMany({ where: { id: { in: ids }, actors: { none: {} } } })
    return deleted.length
  })
  return acts === batchSize
}

/** Placeholders of posts that the member had deleted before. Their origins and submission keys name the member. */
async function anonymizePlaceholders(authorId: number): Promise<boolean> {
  const count = await transaction(
    (tx) => tx.$executeRaw`
      UPDATE posts SET origin = NULL, submission_key = NULL WHERE id IN (
        SELECT id FROM posts WHERE author_id = ${authorId} AND (origin IS NOT NULL OR submission_key IS NOT NULL)
        LIMIT ${batchSize})`,
  )
  return count === batchSize
}

/** The posts, replies before the posts that they answer. Those with replies of others become placeholders. */
async function deletePosts(authorId: number): Promise<boolean> {
  const rows = await db.post.findMany({
    where: { authorId, deletedAt: null },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: batchSize,
    select: { id: true },
  })
  for (const { id } of rows) await erasePost(authorId, id)
  return rows.length === batchSize
}

/** The member's side of all conversations. Those with other deleted accounts are deleted. */
async function deleteConversationSides(ownerId: number): Promise<boolean> {
  const rows = await db.conversation.findMany({
    where: { ownerId },
    take: batchSize,
    select: { partnerId: true, partner: { select: { deletedAt: true } } },
  })
  for (const { partnerId, partner } of rows)
    await deleteConversationSide(ownerId, partnerId, { isLast: partner.deletedAt !== null, batchSize })
  return rows.length === batchSize
}

/** Ends the deletion: the row of the account goes too, unless messages or placeholders of others refer to it. */
async function finishDeletion(userId: number): Promise<void> {
  await transaction(async (tx) => {
    await lockUser(tx, userId)
    await tx.accountDeletion.deleteMany({ where: { userId } })
    await removeUnusedRow(tx, userId)
  })
}
