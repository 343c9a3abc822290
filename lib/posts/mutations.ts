import { Prisma, type Transaction, transaction, violatedColumn } from '../db/db'
import { lockPost, lockUser } from '../db/locks'
import { AppError } from '../errors'
import { publish } from '../events/events'
import { invalidateGuestPages, keysOfPost } from '../events/guest-pages'
import { publishSignals } from '../events/signals'
import { conversationKey, postKey } from '../http/changes.mjs'
import { limits } from '../limits'
import {
  deleteNotificationsAbout,
  findNotificationsAbout,
  type NewNotification,
  notify,
} from '../notifications/mutations'
import { findAnnotations } from '../text/parse-body'
import { searchRow } from '../text/search-row'
import { findUsersByName } from '../users/queries'
import type { Viewer } from '../viewer'
import { isNotBlocked } from '../visibility/queries'
import { findPostBySubmission } from './queries'
import type { EditPost, NewPost } from './schema'
import type { PublishedPost } from './view'

const published = { id: true, createdAt: true, rootId: true } as const

type Target = { id: number; authorId: number; rootId: number }

/**
 * Publishes a post or a reply: the row, the counters of author and parent, mentions, tags and notifications commit
 * together. Whoever listens hears of it afterwards.
 * @returns The post; the one made first when the same form was sent twice.
 * @throws AppError `not-found` when what it answers is not there for the viewer: missing, deleted, or behind a block;
 *   `conflict` when the submission key belongs to a post with another text or target.
 */
export async function createPost(viewer: Viewer, input: NewPost): Promise<PublishedPost> {
  const { body, submission, replyTo } = input
  const { usernames, tags } = findAnnotations(body)
  const mentioned = await findUsersByName(usernames)
  const createdAt = new Date()
  try {
    const { post, told } = await transaction(async (tx) => {
      await changePostCount(tx, viewer, 1)
      const target = replyTo === undefined ? null : await takeReply(tx, viewer, replyTo)
      const origin = { replyToId: target?.id ?? null, rootId: target?.rootId ?? null }
      const post = await tx.post.create({
        data: { authorId: viewer.id, body, createdAt, submissionKey: submission ?? null, ...origin },
        select: published,
      })
      await writeAnnotations(tx, { ...post, authorId: viewer.id, body }, { mentioned, tags })
      return { post, told: await notify(tx, noticesOf(viewer, post.id, target, mentioned)) }
    })
    publish({ type: 'post', id: post.id, authorId: viewer.id, rootId: post.rootId })
    invalidateGuestPages(keysOfPost({ ...post, tags, replyToId: replyTo ?? null }, viewer.username))
    publishSignals(told)
    return { ...post, rootId: post.rootId ?? post.id }
  } catch (error) {
    if (!submission || !violatedColumn(error, ['submission_key'])) throw error
    const before = await findPostBySubmission(viewer, submission)
    if (before?.body !== body || before.replyTo !== replyTo)
      throw new AppError('conflict', 'submission key used for another post')
    return before.post
  }
}

async function changePostCount(tx: Transaction, viewer: Viewer, by: 1 | -1): Promise<void> {
  await tx.user.update({
    where: { id: viewer.id },
    data: { postCount: { increment: by } },
    select: { id: true },
  })
}

/** Counts a reply to a post that the viewer can reach, and so holds the post until the reply is there. */
async function takeReply(tx: Transaction, viewer: Viewer, id: number): Promise<Target> {
  const [row] = await tx.$queryRaw<{ authorId: number; rootId: number | null }[]>`
    UPDATE posts SET reply_count = reply_count + 1
    WHERE id = ${id} AND deleted_at IS NULL AND ${isNotBlocked(viewer, Prisma.sql`author_id`)}
    RETURNING author_id AS "authorId", root_id AS "rootId"`
  if (!row) throw new AppError('not-found', `reply to post ${id}`)
  return { id, authorId: row.authorId, rootId: row.rootId ?? id }
}

/** Whom a new post is told to: the author of what it answers, and who is mentioned and not told already. */
function noticesOf(
  viewer: Viewer,
  id: number,
  target: Target | null,
  mentioned: { id: number }[],
): NewNotification[] {
  const others = mentioned.filter((user) => user.id !== target?.authorId)
  const mentions = others.slice(0, limits.mentionsNotified).map((user) => mentionNotice(viewer, id, user))
  if (!target) return mentions
  const about = { subjectId: target.id, postId: target.id, actPostId: id }
  return [{ userId: target.authorId, kind: 'reply', actorId: viewer.id, ...about }, ...mentions]
}

const mentionNotice = (viewer: Viewer, id: number, user: { id: number }): NewNotification => ({
  userId: user.id,
  kind: 'mention',
  subjectId: id,
  postId: id,
  actorId: viewer.id,
})

/** Writes the mentions, the tags and the search row of a post's body. */
async function writeAnnotations(
  tx: Transaction,
  post: Parameters<typeof searchRow>[0],
  { mentioned, tags }: { mentioned: { id: number }[]; tags: string[] },
): Promise<void> {
  const { id: postId, createdAt } = post
  if (mentioned.length > 0)
    await tx.mention.createMany({ data: mentioned.map((user) => ({ postId, userId: user.id })) })
  if (tags.length > 0) await tx.postTag.createMany({ data: tags.map((tag) => ({ tag, postId, createdAt })) })
  const row = searchRow(post, { tags })
  await tx.postSearch.upsert({ where: { postId }, create: row, update: row, select: { postId: true } })
}

/**
 * Changes the body of the viewer's own post and keeps what it said before. Members who are mentioned for the first
 * time are told. The same body again changes nothing.
 * @throws AppError `not-found`; `forbidden` when another member wrote it.
 */
export async function editPost(viewer: Viewer, input: EditPost): Promise<{ id: number }> {
  const { id, body } = input
  const { usernames, tags } = findAnnotations(body)
  const mentioned = await findUsersByName(usernames)
  const told = await transaction(async (tx) => {
    await lockUser(tx, viewer.id)
    await lockPost(tx, id)
    const before = await tx.post.findFirst({
      where: { id, authorId: viewer.id, deletedAt: null },
      select: {
        id: true,
        body: true,
        createdAt: true,
        editedAt: true,
        mentions: { select: { userId: true } },
      },
    })
    if (!before) return refuse(tx, id)
    if (before.body === body) return []
    await tx.postRevision.create({
      data: { postId: id, body: before.body, createdAt: before.editedAt ?? before.createdAt },
    })
    await tx.post.update({ where: { id }, data: { body, editedAt: new Date() }, select: { id: true } })
    await tx.mention.deleteMany({ where: { postId: id } })
    await tx.postTag.deleteMany({ where: { postId: id } })
    await writeAnnotations(tx, { ...before, authorId: viewer.id, body }, { mentioned, tags })
    const known = before.mentions.map(({ userId }) => userId)
    const added = mentioned.slice(0, limits.mentionsNotified).filter((user) => !known.includes(user.id))
    return notify(tx, await untold(tx, viewer, id, added))
  })
  // An edit does not change the conversation.
  invalidateGuestPages(keysOfPost({ id, tags, replyToId: null, rootId: null }, viewer.username))
  publishSignals(told)
  return { id }
}

/** Mentions of members who were never told of this post; somebody may be taken out of it and put in again. */
async function untold(
  tx: Transaction,
  viewer: Viewer,
  id: number,
  added: { id: number }[],
): Promise<NewNotification[]> {
  if (added.length === 0) return []
  const before = await tx.notification.findMany({
    where: { postId: id, kind: 'mention' },
    select: { userId: true },
  })
  const told = new Set(before.map(({ userId }) => userId))
  return added.filter((user) => !told.has(user.id)).map((user) => mentionNotice(viewer, id, user))
}

/** Where a post was deleted: pages of `removed` are gone for good. */
export type DeletedPost = { removed: number[]; parentId: number | null; rootId: number }

/**
 * Deletes the viewer's own post. One with replies stays as an empty placeholder; one without goes, and with it every
 * placeholder above it that holds no reply any more.
 * @throws AppError `not-found`; `forbidden` when another member wrote it.
 */
export async function deletePost(viewer: Viewer, id: number): Promise<DeletedPost> {
  const { told, ...deleted } = await transaction(async (tx) => {
    await lockUser(tx, viewer.id)
    const [post] = await tx.$queryRaw<{ parentId: number | null; rootId: number | null }[]>`
      UPDATE posts SET deleted_at = ${new Date()}, body = '', edited_at = NULL, like_count = 0
      WHERE id = ${id} AND author_id = ${viewer.id} AND deleted_at IS NULL
      RETURNING reply_to_id AS "parentId", root_id AS "rootId"`
    if (!post) return refuse(tx, id)
    await changePostCount(tx, viewer, -1)
    const { parentId } = post
    const fewer = { replyCount: { decrement: 1 } }
    if (parentId) await tx.post.update({ where: { id: parentId }, data: fewer, select: { id: true } })
    const notices = await findNotificationsAbout(tx, id)
    const removed = await removeEmpty(tx, id)
    if (removed.length === 0) await deleteAnnotations(tx, id)
    return {
      removed,
      parentId,
      rootId: post.rootId ?? id,
      told: await deleteNotificationsAbout(tx, id, notices),
    }
  })
  const { removed, parentId, rootId } = deleted
  const shown = keysOfPost({ id, tags: [], replyToId: parentId, rootId }, viewer.username)
  invalidateGuestPages([...shown, ...removed.flatMap((gone) => [postKey(gone), conversationKey(gone)])])
  publishSignals(told)
  return deleted
}

/** Removes a placeholder without replies, then the one above it if that was its last, and so on. */
async function removeEmpty(tx: Transaction, id: number): Promise<number[]> {
  const removed: number[] = []
  for (let at: number | null = id; at !== null; ) {
    // Locked before the replies are read: of two transactions that delete the last two replies, the second sees none.
    await lockPost(tx, at)
    const gone: { parentId: number | null }[] = await tx.$queryRaw`
      DELETE FROM posts WHERE id = ${at} AND deleted_at IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM posts r WHERE r.reply_to_id = ${at})
      RETURNING reply_to_id AS "parentId"`
    if (gone.length > 0) removed.push(at)
    at = gone[0]?.parentId ?? null
  }
  return removed
}

/** Deletes everything that belongs to a post except its row, which stays as a placeholder. */
async function deleteAnnotations(tx: Transaction, postId: number): Promise<void> {
  const where = { where: { postId } }
  await tx.mention.deleteMany(where)
  await tx.postTag.deleteMany(where)
  await tx.like.deleteMany(where)
  await tx.bookmark.deleteMany(where)
  await tx.postRevision.deleteMany(where)
  await tx.postSearch.deleteMany(where)
}

/** Posts are public, so "not yours" may be told from "not there". */
async function refuse(tx: Transaction, id: number): Promise<never> {
  const post = await tx.post.findFirst({ where: { id, deletedAt: null }, select: { id: true } })
  throw new AppError(post ? 'forbidden' : 'not-found', `post ${id}`)
}
