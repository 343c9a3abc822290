import { db, Prisma } from '../db/db'
import { hiddenUserIds } from '../visibility/queries'
import type { EventReference } from './schema'
import {
  type EventData,
  type MessageRow,
  type PostRow,
  toEventMessage,
  toEventPost,
  toEventUser,
} from './view'

/**
 * A subquery of the number of a user's active webhooks, as a column of statements that mutations run anyway: a user
 * without webhooks costs no statement.
 * @param userId the id or the column with it
 */
export function activeWebhooks(userId: number | Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(SELECT COUNT(*) FROM webhooks w WHERE w.user_id = ${userId} AND w.state = 'active')`
}

/** A row of a statement that selects `activeWebhooks` as `webhooks`. */
export type WithWebhooks = { webhooks: number | bigint }

/** Whether the user of such a row has active webhooks. */
export function hasWebhooks(row: WithWebhooks | undefined): boolean {
  return row !== undefined && Number(row.webhooks) > 0
}

type Owner = { userId: number; webhookId: number; includesText: boolean }

/**
 * Reads the data of an event as the member may see them now, by the rules of notifications: neither of users who are
 * blocked in either direction or muted, nor of those who are leaving.
 * @returns null when the event no longer applies, such as a like that was withdrawn, or when the member may not see it
 */
export async function readEventData(
  { userId, webhookId, includesText }: Owner,
  { event, subjectId, actorId }: EventReference,
): Promise<EventData | null> {
  if (event === 'ping') return { webhook: { id: webhookId } }
  if (event === 'follow') {
    const followed = Prisma.sql`EXISTS (
      SELECT 1 FROM follows f WHERE f.follower_id = u.id AND f.followed_id = ${userId})`
    return findActor(userId, actorId, followed)
  }
  if (subjectId === null) return null
  if (event === 'message') return findMessage(userId, subjectId, includesText)
  if (event === 'post.deleted') return findDeletedPost(subjectId)
  const post = await findPost(userId, subjectId, conditionOf(event, userId))
  if (!post || event !== 'like') return post && { post }
  const liked = Prisma.sql`EXISTS (SELECT 1 FROM likes l WHERE l.user_id = u.id AND l.post_id = ${subjectId})`
  const actor = await findActor(userId, actorId, liked)
  return actor && { post, ...actor }
}

/** The condition under which an event of a post `p` still applies. */
function conditionOf(event: 'post.created' | 'post.edited' | 'like' | 'reply' | 'mention', userId: number) {
  if (event === 'reply')
    return Prisma.sql`EXISTS (SELECT 1 FROM posts r WHERE r.id = p.reply_to_id AND r.author_id = ${userId})`
  if (event === 'mention')
    return Prisma.sql`EXISTS (SELECT 1 FROM mentions m WHERE m.post_id = p.id AND m.user_id = ${userId})`
  return Prisma.sql`p.author_id = ${userId}`
}

const userColumns = Prisma.sql`u.id AS "userId", u.username, u.display_name AS "displayName"`

async function findPost(userId: number, id: number, condition: Prisma.Sql) {
  const [row] = await db.$queryRaw<PostRow[]>`
    SELECT p.id, p.body, p.created_at AS "createdAt", p.edited_at AS "editedAt", p.reply_to_id AS "replyToId",
      ${userColumns}
    FROM posts p JOIN users u ON u.id = p.author_id
    WHERE p.id = ${id} AND p.deleted_at IS NULL AND u.id NOT IN (${hiddenUserIds(userId)}) AND ${condition}`
  return row ? toEventPost(row) : null
}

/** A post that was restored in the meantime is not deleted. */
async function findDeletedPost(id: number) {
  const rows = await db.$queryRaw<unknown[]>`SELECT 1 FROM posts WHERE id = ${id} AND deleted_at IS NULL`
  return rows.length === 0 ? { post: { id } } : null
}

async function findActor(userId: number, actorId: number | null, condition: Prisma.Sql) {
  const [row] = await db.$queryRaw<Parameters<typeof toEventUser>[0][]>`
    SELECT ${userColumns} FROM users u
    WHERE u.id = ${actorId} AND u.id NOT IN (${hiddenUserIds(userId)}) AND ${condition}`
  return row ? { user: toEventUser(row) } : null
}

async function findMessage(userId: number, id: number, includesText: boolean) {
  const [row] = await db.$queryRaw<MessageRow[]>`
    SELECT m.id, m.body, m.created_at AS "createdAt", ${userColumns}
    FROM messages m JOIN users u ON u.id = m.sender_id
    WHERE m.id = ${id} AND m.recipient_id = ${userId} AND u.id NOT IN (${hiddenUserIds(userId)})`
  return row ? { message: toEventMessage(row, includesText) } : null
}
