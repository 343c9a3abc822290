import { db, type Transaction, transaction } from '../db/db'
import { lockPost, lockUser } from '../db/locks'
import { AppError } from '../errors'
import { publish } from '../events/events'
import { invalidateGuestPages, keysOfDeletion } from '../events/guest-pages'
import { publishSignals, writeSignals } from '../events/signals'
import { pageKey } from '../http/changes.mjs'
import { limits } from '../limits'
import {
  deleteNotificationsAbout,
  findNotificationsAbout,
  unreadNotificationsSignal,
} from '../notifications/mutations'
import { changePostCount, throwMissingOrForbidden, writeAnnotations } from '../posts/mutations'
import { findAnnotations } from '../text/parse-body'
import type { Viewer } from '../viewer'
import { enqueuePostEvent } from '../webhook-events/mutations'
import { hasWebhooks } from '../webhook-events/queries'
import { listLikerNames, placeholdersAbove, takeSnapshot } from './queries'
import { type PostSnapshot, postSnapshot } from './schema'

/** A deleted post: the ids of the rows that were removed, and where it was in its conversation. */
export type DeletedPost = {
  removed: number[]
  parentId: number | null
  rootId: number
}

/**
 * Deletes the viewer's own post. A post with replies stays as an empty placeholder. A post without replies is removed,
 * with every placeholder above it that is left without replies. `restorePost` undoes it for limits.undoDeletionSeconds.
 * @throws AppError `not-found`; `forbidden` for a post of another user
 */
export async function deletePost(viewer: Viewer, id: number): Promise<DeletedPost> {
  const { recipientIds, ...deleted } = await transaction(async (tx) => {
    await lockUser(tx, viewer.id)
    await lockPost(tx, id)
    const snapshot = await takeSnapshot(tx, viewer.id, id)
    if (!snapshot) return throwMissingOrForbidden(tx, id)
    const deletedAt = new Date()
    const { replyToId: parentId, rootId } = snapshot.post
    const { placeholders, author, ...emptied } = await deleteOrClearPost(tx, viewer, {
      id,
      parentId,
      deletedAt,
    })
    const data = { userId: viewer.id, snapshot: JSON.stringify({ ...snapshot, placeholders }), deletedAt }
    await tx.deletedPost.create({ data: { postId: id, ...data }, select: { postId: true } })
    if (hasWebhooks(author)) await enqueuePostEvent(tx, viewer, 'post.deleted', id)
    return { ...emptied, parentId, rootId: rootId ?? id }
  })
  const { removed, parentId, rootId } = deleted
  invalidateGuestPages(keysOfDeletion(viewer.username, { id, parentId, rootId }, removed))
  publishSignals(recipientIds)
  return deleted
}

/**
 * Empties a post, and removes it with the placeholders above that are left without replies. The caller has locked author
 * and post.
 * @returns `author` with the number of the author's active webhooks
 */
export async function deleteOrClearPost(
  tx: Transaction,
  author: { id: number },
  { id, parentId, deletedAt }: { id: number; parentId: number | null; deletedAt: Date },
) {
  const empty = { deletedAt, body: '', language: '', editedAt: null, likeCount: 0 }
  await tx.post.update({ where: { id }, data: empty, select: { id: true } })
  const counted = await changePostCount(tx, author, -1)
  await changeReplyCount(tx, parentId, -1)
  // Read after the update has locked the parent: a concurrent deletion can turn it into a placeholder.
  const placeholders = await placeholdersAbove(tx, parentId)
  const notifications = await findNotificationsAbout(tx, id)
  const removed = await removePlaceholders(tx, id)
  if (removed.length === 0) await deleteRelations(tx, id)
  const recipientIds = await deleteNotificationsAbout(tx, id, notifications)
  return { removed, placeholders, recipientIds, author: counted }
}

/**
 * Restores the viewer's own post as it was when it was deleted, at most limits.undoDeletionSeconds ago: with its likes,
 * bookmarks, revisions and notifications, and with the placeholders above it. Replies since then stay below it.
 * @throws AppError `not-found` when it was not deleted in that time, belongs to another user, or replies to a post that
 *   no longer exists
 */
export async function restorePost(viewer: Viewer, id: number): Promise<void> {
  const { snapshot, restored, likers, recipientIds } = await transaction(async (tx) => {
    await lockUser(tx, viewer.id)
    // Deleted first, so that of two concurrent calls one finds no row.
    const [row] = await tx.$queryRaw<{ snapshot: string }[]>`
      DELETE FROM deleted_posts
      WHERE post_id = ${id} AND user_id = ${viewer.id} AND deleted_at > ${undoableSince()}
      RETURNING snapshot`
    if (!row) throw new AppError('not-found', `deletion of post ${id}`)
    const snapshot = postSnapshot.parse(JSON.parse(row.snapshot))
    const restored = await restoreRows(tx, snapshot)
    const author = await changePostCount(tx, viewer, 1)
    await restoreRelations(tx, snapshot)
    // Its deletion may have been delivered.
    if (hasWebhooks(author)) await enqueuePostEvent(tx, viewer, 'post.created', id)
    const likers = await listLikerNames(tx, snapshot)
    return { snapshot, restored, likers, recipientIds: await restoreNotifications(tx, snapshot) }
  })
  const { post } = snapshot
  const position = { id, parentId: post.replyToId, rootId: post.rootId ?? id }
  publish({ type: 'post', id, authorId: viewer.id, rootId: post.rootId })
  invalidateGuestPages([
    ...keysOfDeletion(viewer.username, position, restored, findAnnotations(post.body).tags),
    ...likers.map((username) => pageKey(`/users/${username}/likes`)),
  ])
  publishSignals(recipientIds)
}

/** Removes the data of deletions that can no longer be undone. */
export async function purgeDeletedPosts(): Promise<void> {
  await db.deletedPost.deleteMany({ where: { deletedAt: { lte: undoableSince() } } })
}

const undoableSince = () => new Date(Date.now() - limits.undoDeletionSeconds * 1000)

async function changeReplyCount(tx: Transaction, id: number | null, by: 1 | -1): Promise<void> {
  if (id === null) return
  const data = { replyCount: { increment: by } }
  await tx.post.update({ where: { id }, data, select: { id: true } })
}

/** Removes a placeholder without replies, then the one above it if that has no other reply, and so on. */
async function removePlaceholders(tx: Transaction, id: number): Promise<number[]> {
  const removed: number[] = []
  for (let at: number | null = id; at !== null; ) {
    // Locked before the replies are read: of two transactions that delete the last two replies, the second sees none.
    await lockPost(tx, at)
    const deleted: { parentId: number | null }[] = await tx.$queryRaw`
      DELETE FROM posts WHERE id = ${at} AND deleted_at IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM posts r WHERE r.reply_to_id = ${at})
      RETURNING reply_to_id AS "parentId"`
    if (deleted.length > 0) removed.push(at)
    at = deleted[0]?.parentId ?? null
  }
  return removed
}

/** Deletes everything that belongs to a post except its row, which stays as a placeholder. */
async function deleteRelations(tx: Transaction, postId: number): Promise<void> {
  const where = { where: { postId } }
  await tx.mention.deleteMany(where)
  await tx.postTag.deleteMany(where)
  await tx.like.deleteMany(where)
  await tx.bookmark.deleteMany(where)
  await tx.postRevision.deleteMany(where)
  await tx.postTranslation.deleteMany(where)
  await tx.postSearch.deleteMany(where)
}

/**
 * Restores the row of the post, and the rows of placeholders above it that were removed.
 * @returns the ids of these placeholders
 */
async function restoreRows(tx: Transaction, { post, placeholders, likes }: PostSnapshot): Promise<number[]> {
  const { body, language, editedAt } = post
  const restored = { deletedAt: null, body, language, editedAt, likeCount: likes.length }
  if (await lockPost(tx, post.id)) {
    await tx.post.update({ where: { id: post.id }, data: restored, select: { id: true } })
    await changeReplyCount(tx, post.replyToId, 1)
    return []
  }
  const missing: PostSnapshot['placeholders'] = []
  // From the reply up: the lock order of lib/db/locks.ts.
  for (const row of placeholders) {
    if (await lockPost(tx, row.id)) break
    missing.push(row)
  }
  const top = missing.at(-1) ?? post
  if (top.replyToId !== null && !(await lockPost(tx, top.replyToId)))
    throw new AppError('not-found', `post ${top.replyToId}, the parent of post ${top.id}`)
  for (const row of missing.toReversed()) await insertPlaceholder(tx, row)
  const submissionKey = await unusedKey(tx, post)
  await tx.post.create({ data: { ...post, ...restored, submissionKey }, select: { id: true } })
  await changeReplyCount(tx, post.replyToId, 1)
  return missing.map(({ id }) => id)
}

/** The submission key of a deleted post; null when a repeated submission has created another post with it since. */
async function unusedKey(tx: Transaction, post: PostSnapshot['post']): Promise<string | null> {
  const { authorId, submissionKey } = post
  if (!submissionKey) return null
  const where = { authorId_submissionKey: { authorId, submissionKey } }
  const other = await tx.post.findUnique({ where, select: { id: true } })
  return other ? null : submissionKey
}

/** Inserts a placeholder, unless a concurrent restoration of another reply has inserted it since. */
async function insertPlaceholder(tx: Transaction, row: PostSnapshot['placeholders'][number]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO posts (id, author_id, body, created_at, submission_key, origin, reply_to_id, root_id, deleted_at)
    VALUES (${row.id}, ${row.authorId}, '', ${row.createdAt}, ${row.submissionKey}, ${row.origin}, ${row.replyToId},
      ${row.rootId}, ${row.deletedAt})
    ON CONFLICT DO NOTHING`
}

async function restoreRelations(tx: Transaction, snapshot: PostSnapshot): Promise<void> {
  const { post, likes, bookmarks, revisions, mentionedIds } = snapshot
  const postId = post.id
  const mentioned = mentionedIds.map((id) => ({ id }))
  await writeAnnotations(tx, post, { mentioned, tags: findAnnotations(post.body).tags })
  await tx.like.createMany({ data: likes.map((like) => ({ ...like, postId })) })
  await tx.bookmark.createMany({ data: bookmarks.map((bookmark) => ({ ...bookmark, postId })) })
  await tx.postRevision.createMany({ data: revisions.map((revision) => ({ ...revision, postId })) })
}

/**
 * Restores the notifications, except about a post that is now deleted itself.
 * @returns the recipients, for `publishSignals` after commit
 */
async function restoreNotifications(tx: Transaction, { notifications }: PostSnapshot): Promise<number[]> {
  const postIds = notifications.flatMap(({ postId }) => postId ?? [])
  const shown = await tx.post.findMany({
    where: { id: { in: postIds }, deletedAt: null },
    select: { id: true },
  })
  const wanted = notifications.filter(
    ({ postId }) => postId === null || shown.some(({ id }) => id === postId),
  )
  for (const notification of wanted.toSorted((a, b) => a.userId - b.userId))
    await restoreNotification(tx, notification)
  const recipientIds = [...new Set(wanted.map(({ userId }) => userId))]
  await writeSignals(
    tx,
    recipientIds.map((userId) => unreadNotificationsSignal(tx, userId)),
  )
  return recipientIds
}

async function restoreNotification(
  tx: Transaction,
  { actors, ...data }: PostSnapshot['notifications'][number],
): Promise<void> {
  const { userId, kind, subjectId } = data
  const { id: notificationId, actors: current } = await tx.notification.upsert({
    where: { userId_kind_subjectId: { userId, kind, subjectId } },
    create: data,
    // Keeps an existing row: a newer event has created the notification again.
    update: {},
    select: { id: true, actors: { select: { actorId: true } } },
  })
  const known = new Set(current.map(({ actorId }) => actorId))
  const missing = actors.filter(({ actorId }) => !known.has(actorId))
  await tx.notificationActor.createMany({ data: missing.map((actor) => ({ ...actor, notificationId })) })
}
