import { db, Prisma, type Transaction, transaction } from '../db/db'
import { lockPost, lockUser } from '../db/locks'
import { AppError } from '../errors'
import { publish } from '../events/events'
import { invalidateGuestPages, keysOfPost } from '../events/guest-pages'
import { publishSignals } from '../events/signals'
import { limits } from '../limits'
import { type NewNotification, notify } from '../notifications/mutations'
import { detectLanguage } from '../text/detect-language'
import { findAnnotations } from '../text/parse-body'
import { searchRow } from '../text/search-row'
import { findUsersByName } from '../users/queries'
import type { Viewer } from '../viewer'
import { isNotBlocked } from '../visibility/queries'
import { enqueuePostEvent } from '../webhook-events/mutations'
import { activeWebhooks, hasWebhooks, type WithWebhooks } from '../webhook-events/queries'
import type { EditPost, NewPost } from './schema'
import type { PostView, PublishedPost } from './view'

type ReplyTarget = { id: number; authorId: number; rootId: number }

type InsertedPost = { id: number; createdAt: Date; rootId: number | null }

/** The author already has a post with this submission key. Thrown to roll back the transaction. */
class RepeatedSubmission extends Error {}

/**
 * Creates a post or a reply. The row, the counters of author and parent, mentions, tags and notifications are written in
 * one transaction; live listeners are notified after commit.
 * @returns the post; for a repeated submission, the post of the first one
 * @throws AppError `not-found` when the post to reply to is missing, deleted or by a user whom a block separates from the
 *   viewer; `conflict` when the submission key belongs to a post with another text or reply target
 */
export async function createPost(viewer: Viewer, input: NewPost): Promise<PublishedPost> {
  const { body, submission, replyTo } = input
  const { usernames, tags } = findAnnotations(body)
  const [mentioned, language] = await Promise.all([findUsersByName(usernames), detectLanguage(body)])
  const createdAt = new Date()
  try {
    const { post, recipientIds } = await transaction(async (tx) => {
      const author = await changePostCount(tx, viewer, 1)
      const target = replyTo === undefined ? null : await lockReplyTarget(tx, viewer, replyTo)
      const post = await insertPost(tx, viewer, { body, language, submission, createdAt, target })
      await writeAnnotations(tx, { ...post, authorId: viewer.id, body }, { mentioned, tags })
      if (hasWebhooks(author)) await enqueuePostEvent(tx, viewer, 'post.created', post.id)
      return { post, recipientIds: await notify(tx, notificationsOf(viewer, post.id, target, mentioned)) }
    })
    publish({ type: 'post', id: post.id, authorId: viewer.id, rootId: post.rootId })
    invalidateGuestPages(keysOfPost({ ...post, tags, replyToId: replyTo ?? null }, viewer.username))
    publishSignals(recipientIds)
    return { ...post, rootId: post.rootId ?? post.id }
  } catch (error) {
    // The post to reply to can be missing since the first submission.
    const isMissing = error instanceof AppError && error.code === 'not-found'
    if (!submission || !(error instanceof RepeatedSubmission || isMissing)) throw error
    const first = await findPostBySubmission(viewer, submission)
    if (isMissing && !first) throw error
    if (first?.body !== body || first.replyTo !== replyTo)
      throw new AppError('conflict', 'submission key used for another post')
    return first.post
  }
}

/** The post that an earlier request created with the submission key, with its original body. */
async function findPostBySubmission(viewer: Viewer, submissionKey: string) {
  const row = await db.post.findUnique({
    where: { authorId_submissionKey: { authorId: viewer.id, submissionKey } },
    include: { revisions: { orderBy: { id: 'asc' }, take: 1 } },
  })
  if (!row) return null
  const { id, createdAt, rootId, replyToId, revisions, body } = row
  const post: PublishedPost = { id, createdAt, rootId: rootId ?? id }
  return { post, replyTo: replyToId ?? undefined, body: revisions[0]?.body ?? body }
}

/**
 * Inserts a post row. This function and `writeAnnotations` use SQL, because Prisma takes several times longer to plan such
 * a statement than the database takes to execute it.
 * @throws RepeatedSubmission when the author already has a post with this submission key
 */
async function insertPost(
  tx: Transaction,
  viewer: Viewer,
  post: Omit<NewPost, 'replyTo'> & { language: string; createdAt: Date; target: ReplyTarget | null },
): Promise<InsertedPost> {
  const { body, language, submission, createdAt, target } = post
  const rootId = target?.rootId ?? null
  const [row] = await tx.$queryRaw<{ id: number }[]>`
    INSERT INTO posts (author_id, body, language, created_at, submission_key, reply_to_id, root_id)
    VALUES (${viewer.id}, ${body}, ${language}, ${createdAt}, ${submission ?? null}, ${target?.id ?? null}, ${rootId})
    ON CONFLICT (author_id, submission_key) DO NOTHING
    RETURNING id`
  if (!row) throw new RepeatedSubmission()
  return { id: row.id, createdAt, rootId }
}

/**
 * Adds to the number of a user's posts. The update locks the user's row.
 * @returns the number of the user's active webhooks
 */
export async function changePostCount(
  tx: Transaction,
  author: { id: number },
  by: 1 | -1,
): Promise<WithWebhooks | undefined> {
  const [row] = await tx.$queryRaw<WithWebhooks[]>`
    UPDATE users SET post_count = post_count + ${by} WHERE id = ${author.id}
    RETURNING ${activeWebhooks(author.id)} AS webhooks`
  return row
}

/**
 * Increments the reply count of a post that the viewer may reply to. The update locks the post until the reply exists.
 * @throws AppError `not-found`
 */
async function lockReplyTarget(tx: Transaction, viewer: Viewer, id: number): Promise<ReplyTarget> {
  const [row] = await tx.$queryRaw<{ authorId: number; rootId: number | null }[]>`
    UPDATE posts SET reply_count = reply_count + 1
    WHERE id = ${id} AND deleted_at IS NULL AND ${isNotBlocked(viewer, Prisma.sql`author_id`)}
    RETURNING author_id AS "authorId", root_id AS "rootId"`
  if (!row) throw new AppError('not-found', `reply to post ${id}`)
  return { id, authorId: row.authorId, rootId: row.rootId ?? id }
}

/** The notifications of a new post: to the author of the post it replies to, and to the other mentioned users. */
function notificationsOf(
  viewer: Viewer,
  id: number,
  target: ReplyTarget | null,
  mentioned: { id: number }[],
): NewNotification[] {
  const others = mentioned.filter((user) => user.id !== target?.authorId)
  const mentions = others
    .slice(0, limits.mentionsNotified)
    .map((user) => mentionNotification(viewer, id, user))
  if (!target) return mentions
  const reply = { subjectId: target.id, postId: target.id, actPostId: id }
  return [{ userId: target.authorId, kind: 'reply', actorId: viewer.id, ...reply }, ...mentions]
}

const mentionNotification = (viewer: Viewer, id: number, user: { id: number }): NewNotification => ({
  userId: user.id,
  kind: 'mention',
  subjectId: id,
  postId: id,
  actorId: viewer.id,
})

/** Writes the mentions, the tags and the search row of a post's body. */
export async function writeAnnotations(
  tx: Transaction,
  post: Parameters<typeof searchRow>[0],
  { mentioned, tags }: { mentioned: { id: number }[]; tags: string[] },
): Promise<void> {
  const { id: postId, createdAt } = post
  const insertRows = (table: Prisma.Sql, rows: Prisma.Sql[]) =>
    rows.length > 0 && tx.$executeRaw`INSERT INTO ${table} VALUES ${Prisma.join(rows)}`
  await insertRows(
    Prisma.sql`mentions (post_id, user_id)`,
    mentioned.map((user) => Prisma.sql`(${postId}, ${user.id})`),
  )
  await insertRows(
    Prisma.sql`post_tags (tag, post_id, created_at)`,
    tags.map((tag) => Prisma.sql`(${tag}, ${postId}, ${createdAt})`),
  )
  const { authorId, sortKey, tokens } = searchRow(post, { tags })
  await tx.$executeRaw`
    INSERT INTO post_search (post_id, written_by, place, tokens)
    VALUES (${postId}, ${authorId}, ${sortKey}, ${tokens})
    ON CONFLICT (post_id) DO UPDATE SET written_by = excluded.written_by, place = excluded.place,
      tokens = excluded.tokens`
}

/**
 * Changes the body of the viewer's own post and stores the previous body as a revision. Translations are deleted.
 * Notifies users who are mentioned for the first time. An unchanged body changes nothing.
 * @param check throws when the body that would be replaced is not the one that the client has read; runs while the post
 *   is locked
 * @throws AppError `not-found`; `forbidden` for a post of another user
 */
export async function editPost(
  viewer: Viewer,
  input: EditPost,
  check?: (before: Pick<PostView, 'body' | 'editedAt'>) => void,
): Promise<{ id: number }> {
  const { id, body } = input
  const { usernames, tags } = findAnnotations(body)
  const [mentioned, language] = await Promise.all([findUsersByName(usernames), detectLanguage(body)])
  const recipientIds = await transaction(async (tx) => {
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
    if (!before) return throwMissingOrForbidden(tx, id)
    check?.(before)
    if (before.body === body) return []
    await tx.postRevision.create({
      data: { postId: id, body: before.body, createdAt: before.editedAt ?? before.createdAt },
    })
    const [updated] = await tx.$queryRaw<WithWebhooks[]>`
      UPDATE posts SET body = ${body}, language = ${language}, edited_at = ${new Date()} WHERE id = ${id}
      RETURNING ${activeWebhooks(viewer.id)} AS webhooks`
    await tx.postTranslation.deleteMany({ where: { postId: id } })
    await tx.mention.deleteMany({ where: { postId: id } })
    await tx.postTag.deleteMany({ where: { postId: id } })
    await writeAnnotations(tx, { ...before, authorId: viewer.id, body }, { mentioned, tags })
    if (hasWebhooks(updated)) await enqueuePostEvent(tx, viewer, 'post.edited', id)
    const known = before.mentions.map(({ userId }) => userId)
    const added = mentioned.slice(0, limits.mentionsNotified).filter((user) => !known.includes(user.id))
    return notify(tx, await unnotified(tx, viewer, id, added))
  })
  // An edit does not change the conversation.
  invalidateGuestPages(keysOfPost({ id, tags, replyToId: null, rootId: null }, viewer.username))
  publishSignals(recipientIds)
  return { id }
}

/** The notifications of added mentions. Skips users who were notified before a previous edit removed their mention. */
async function unnotified(
  tx: Transaction,
  viewer: Viewer,
  id: number,
  added: { id: number }[],
): Promise<NewNotification[]> {
  if (added.length === 0) return []
  const existing = await tx.notification.findMany({
    where: { postId: id, kind: 'mention' },
    select: { userId: true },
  })
  const notified = new Set(existing.map(({ userId }) => userId))
  return added.filter((user) => !notified.has(user.id)).map((user) => mentionNotification(viewer, id, user))
}

/**
 * @throws AppError `forbidden` for a post of another user: posts are public, so the error reveals nothing; `not-found`
 *   for a missing or deleted post
 */
export async function throwMissingOrForbidden(tx: Transaction, id: number): Promise<never> {
  const post = await tx.post.findFirst({ where: { id, deletedAt: null }, select: { id: true } })
  throw new AppError(post ? 'forbidden' : 'not-found', `post ${id}`)
}
