import { db, type Transaction, transaction, violatedColumn } from '../db/db'
import { lockConversation, lockUsers } from '../db/locks'
import { AppError } from '../errors'
import { type NewSignal, publishSignals, writeSignals } from '../events/signals'
import { unreadNotificationsSignal, writeNotifications } from '../notifications/mutations'
import { type OtherUser, requireOtherUser } from '../users/queries'
import type { Viewer } from '../viewer'
import { isBlocked } from '../visibility/queries'
import { countUnreadMessages } from './queries'
import type { NewMessage } from './schema'

/** The message that was sent, and to whom. */
export type SentMessage = { id: number; createdAt: Date; to: string }

/**
 * Sends a private message: the message, both sides of the conversation, the notification and what open pages show
 * commit together. The messages of a conversation have rising ids and times in the order in which they are committed.
 * @returns The message; the one made first when the same form was sent twice.
 * @throws AppError `not-found`; `invalid` for oneself; `forbidden` when either has blocked the other; `conflict` when
 *   the submission key belongs to a message with another text or recipient.
 */
export async function sendMessage(viewer: Viewer, input: NewMessage): Promise<SentMessage> {
  const { body, submission } = input
  const partner = await requireOtherUser(viewer, input.to)
  try {
    const message = await transaction(async (tx) => {
      await lockUsers(tx, [viewer.id, partner.id])
      if (await isBlocked(viewer.id, partner.id, tx))
        throw new AppError('forbidden', 'message across a block')
      const createdAt = await nextTime(tx, viewer, partner)
      const pair = { senderId: viewer.id, recipientId: partner.id }
      const sent = await tx.message.create({
        data: { ...pair, body, createdAt, submissionKey: submission ?? null },
        select: { id: true, createdAt: true },
      })
      await updateConversations(tx, viewer, partner, sent)
      await writeMessageSignals(tx, viewer, partner, sent.id)
      return sent
    })
    publishSignals([viewer.id, partner.id])
    return { ...message, to: partner.username }
  } catch (error) {
    if (!submission || !violatedColumn(error, ['submission_key'])) throw error
    return sentBefore(viewer, partner, submission, body)
  }
}

/** Now, and never before the last message of the conversation, whichever clock that was told by. */
async function nextTime(tx: Transaction, viewer: Viewer, partner: OtherUser): Promise<Date> {
  const last = await tx.conversation.findUnique({
    where: { ownerId_partnerId: { ownerId: viewer.id, partnerId: partner.id } },
    select: { lastMessageAt: true },
  })
  return new Date(Math.max(Date.now(), last?.lastMessageAt.getTime() ?? 0))
}

type Last = { id: number; createdAt: Date }

/** Makes the message the last one on both sides of the conversation, which are created with the first message. */
async function updateConversations(
  tx: Transaction,
  viewer: Viewer,
  partner: OtherUser,
  last: Last,
): Promise<void> {
  const data = { lastMessageId: last.id, lastMessageAt: last.createdAt }
  for (const side of [
    { ownerId: viewer.id, partnerId: partner.id },
    { ownerId: partner.id, partnerId: viewer.id },
  ])
    await tx.conversation.upsert({
      where: { ownerId_partnerId: side },
      create: { ...side, ...data },
      update: data,
      select: { ownerId: true },
    })
}

/** Notifies the recipient, and writes the signals for the open pages of both users. */
async function writeMessageSignals(
  tx: Transaction,
  viewer: Viewer,
  partner: OtherUser,
  id: number,
): Promise<void> {
  const recipientIds = await writeNotifications(tx, [
    { userId: partner.id, kind: 'message', subjectId: viewer.id, actorId: viewer.id },
  ])
  const payload = { id, from: viewer.username }
  await writeSignals(tx, [
    ...recipientIds.map((userId) => unreadNotificationsSignal(tx, userId)),
    { userId: partner.id, name: 'message', payload, subject: subjectOf(viewer) },
    unreadMessagesSignal(tx, partner.id),
    { userId: viewer.id, name: 'message', payload, subject: subjectOf(partner) },
  ])
}

const subjectOf = (user: { username: string }) => user.username.toLowerCase()

/** The signal with a user's number of unread messages, for mutations that change it. */
export function unreadMessagesSignal(tx: Transaction, userId: number): NewSignal {
  return { userId, name: 'unread_message_count', payload: () => countUnreadMessages(tx, userId) }
}

/**
 * The message that an earlier request sent under the same submission key. A key alone does not prove a repeated
 * request: after a lost response people edit the text and send it again.
 */
async function sentBefore(
  viewer: Viewer,
  partner: OtherUser,
  submissionKey: string,
  body: string,
): Promise<SentMessage> {
  const message = await db.message.findUnique({
    where: { senderId_submissionKey: { senderId: viewer.id, submissionKey } },
    select: { id: true, createdAt: true, recipientId: true, body: true },
  })
  if (message?.recipientId !== partner.id || message.body !== body)
    throw new AppError('conflict', 'submission key used for another message')
  return { id: message.id, createdAt: message.createdAt, to: partner.username }
}

/**
 * Marks what a member wrote to the viewer as read. Safe to repeat: nothing is written when nothing is unread.
 * @param upTo The last message that the viewer was shown; what came after it stays unread. Absent: all.
 * @returns The number of messages that became read.
 * @throws AppError `not-found`; `invalid` for oneself.
 */
export async function markThreadRead(viewer: Viewer, username: string, upTo?: number): Promise<number> {
  const partner = await requireOtherUser(viewer, username)
  const unread = { recipientId: viewer.id, senderId: partner.id, readAt: null }
  const shown = { ...unread, ...(upTo !== undefined && { id: { lte: upTo } }) }
  if ((await db.message.count({ where: shown, take: 1 })) === 0) return 0
  const read = await transaction(async (tx) => {
    await lockConversation(tx, viewer.id, partner.id)
    const { _max } = await tx.message.aggregate({ where: shown, _max: { id: true } })
    const { count } = await tx.message.updateMany({ where: shown, data: { readAt: new Date() } })
    if (_max.id === null) return 0
    const isNotificationRead =
      (await tx.message.count({ where: unread })) === 0 && (await readNotification(tx, viewer, partner))
    const payload = { id: _max.id, from: viewer.username }
    await writeSignals(tx, [
      ...(isNotificationRead ? [unreadNotificationsSignal(tx, viewer.id)] : []),
      { userId: viewer.id, name: 'messages_read', payload, subject: subjectOf(partner) },
      unreadMessagesSignal(tx, viewer.id),
    ])
    return count
  })
  if (read > 0) publishSignals([viewer.id])
  return read
}

/** Marks the notification of the partner's messages as read. @returns whether it was unread */
async function readNotification(tx: Transaction, viewer: Viewer, partner: OtherUser): Promise<boolean> {
  const { count } = await tx.notification.updateMany({
    where: { userId: viewer.id, kind: 'message', subjectId: partner.id, readAt: null },
    data: { readAt: new Date() },
  })
  return count > 0
}
