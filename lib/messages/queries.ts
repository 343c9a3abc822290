import { db, Prisma, type Transaction } from '../db/db'
import { keysetSql } from '../db/keyset'
import { type Cursor, type Page, toPage } from '../page'
import { replaceNul } from '../text/code-points'
import { type SummaryRow, toUserSummary, userColumns } from '../users/summary'
import type { UserSummary } from '../users/view'
import type { Viewer } from '../viewer'
import { blockedUserIds, hiddenUserIds, pendingDeletionUserIds } from '../visibility/queries'
import {
  type ConversationRow,
  type ConversationView,
  idOfDeletedName,
  type MessageRow,
  type MessageView,
  type Partner,
  type PartnerRow,
  toConversationView,
  toMessageView,
  toPartner,
} from './view'

/** The number of a user's unread messages from visible senders. Reads one index only. */
export async function countUnreadMessages(
  client: Pick<Transaction, '$queryRaw'>,
  userId: number,
): Promise<number> {
  const rows = await client.$queryRaw<{ n: number | bigint }[]>(countUnreadSql(userId))
  return Number(rows[0]?.n ?? 0)
}

/** The query of `countUnreadMessages`, which a test explains. */
export function countUnreadSql(userId: number): Prisma.Sql {
  return Prisma.sql`
  SELECT COUNT(*) AS n FROM messages
  WHERE recipient_id = ${userId} AND read_at IS NULL AND sender_id NOT IN (${hiddenUserIds(userId)})`
}

/** The number of the viewer's unread messages, for the badge. */
export function unreadMessages(viewer: Viewer): Promise<number> {
  return countUnreadMessages(db, viewer.id)
}

/** The senders of a user's unread messages, the one with the latest first. For mails, so no session is needed. */
export async function listUnreadSenders(userId: number, size: number): Promise<UserSummary[]> {
  const rows = await db.$queryRaw<SummaryRow[]>`
    SELECT ${userColumns} FROM (
      SELECT sender_id, MAX(id) AS latest FROM messages
      WHERE recipient_id = ${userId} AND read_at IS NULL AND sender_id NOT IN (${hiddenUserIds(userId)})
      GROUP BY sender_id ORDER BY latest DESC LIMIT ${size}) s
    JOIN users u ON u.id = s.sender_id ORDER BY s.latest DESC`
  return rows.map(toUserSummary)
}

/** Whether the account of the user `u` is deleted, or about to be. */
const isDeleted = Prisma.sql`CASE WHEN u.deleted_at IS NOT NULL OR u.id IN (${pendingDeletionUserIds}) THEN 1 ELSE 0 END`

/** The condition that the user `u` has this name. A deleted account also has the name of `deletedName`. */
function isNamed(name: string): Prisma.Sql {
  const hasName = Prisma.sql`u.username_key = ${replaceNul(name.toLowerCase())}`
  const id = idOfDeletedName(name)
  return id === null ? hasName : Prisma.sql`(${hasName} OR u.id = ${id} AND ${isDeleted} = 1)`
}

/** Whether there is such a thread, also with a deleted account. Indexed look-ups, for proxy.ts. */
export async function partnerExists(username: string): Promise<boolean> {
  return (await db.$queryRaw<unknown[]>`SELECT 1 FROM users u WHERE ${isNamed(username)}`).length > 0
}

/**
 * The other user of a thread.
 * @param username in any case, or the name of a deleted account (`deletedName`)
 * @returns null when no user has that name
 */
export function getPartner(viewer: Viewer, username: string): Promise<Partner | null> {
  return findPartner(viewer, isNamed(username))
}

/** The other user of a thread by their id; null when there is no such user. */
export function getPartnerById(viewer: Viewer, id: number): Promise<Partner | null> {
  return findPartner(viewer, Prisma.sql`u.id = ${id}`)
}

async function findPartner(viewer: Viewer, condition: Prisma.Sql): Promise<Partner | null> {
  const rows = await db.$queryRaw<PartnerRow[]>`
    SELECT ${userColumns}, ${isDeleted} AS deleted,
      (SELECT COUNT(*) FROM (${blockedUserIds(viewer.id)}) b WHERE b.blocked_id = u.id) AS blocks,
      (SELECT COUNT(*) FROM messages m
        WHERE m.recipient_id = ${viewer.id} AND m.read_at IS NULL AND m.sender_id = u.id) AS unread
    FROM users u WHERE ${condition} ORDER BY ${isDeleted} LIMIT 1`
  return rows[0] ? toPartner(viewer, rows[0]) : null
}

/** The viewer's conversations, the one with the latest message first. */
export async function listConversations(
  viewer: Viewer,
  cursor: Cursor | null,
  size: number,
): Promise<Page<ConversationView>> {
  const { after, orderBy } = keysetSql(cursor, Prisma.sql`c.last_message_at`, Prisma.sql`c.partner_id`)
  const rows = await db.$queryRaw<ConversationRow[]>`
    SELECT ${userColumns}, ${isDeleted} AS deleted,
      m.body, c.last_message_at AS "createdAt", m.sender_id AS "senderId",
      (SELECT COUNT(*) FROM messages n WHERE n.recipient_id = ${viewer.id} AND n.read_at IS NULL
        AND n.sender_id = c.partner_id AND n.sender_id NOT IN (${hiddenUserIds(viewer.id)})) AS unread
    FROM conversations c JOIN users u ON u.id = c.partner_id JOIN messages m ON m.id = c.last_message_id
    WHERE c.owner_id = ${viewer.id} AND ${after}
    ORDER BY ${orderBy} LIMIT ${size + 1}`
  return toPage(rows, size, cursor, (row) => toConversationView(viewer, row))
}

/**
 * A page of the messages between the viewer and another user.
 * @returns newest first, the reverse of the order on screen
 */
export async function threadPage(
  viewer: Viewer,
  partnerId: number,
  cursor: Cursor | null,
  size: number,
): Promise<Page<MessageView>> {
  const { after, orderBy } = keysetSql(cursor, Prisma.sql`m.created_at`, Prisma.sql`m.id`)
  // The messages of each sender are read by index; the few rows of both are merged.
  const half = (sender: number, recipient: number) => Prisma.sql`
    SELECT m.id FROM messages m WHERE m.sender_id = ${sender} AND m.recipient_id = ${recipient} AND ${after}
    ORDER BY ${orderBy} LIMIT ${size + 1}`
  const rows = await db.$queryRaw<MessageRow[]>`
    SELECT m.id, m.body, m.created_at AS "createdAt", m.sender_id AS "senderId" FROM messages m
    WHERE m.id IN (SELECT s.id FROM (${half(viewer.id, partnerId)}) s
      UNION ALL SELECT r.id FROM (${half(partnerId, viewer.id)}) r)
    ORDER BY ${orderBy} LIMIT ${size + 1}`
  return toPage(rows, size, cursor, (row) => toMessageView(viewer, row))
}
