import { db, type Transaction, transaction, violatedColumn } from '../db/db'
import { lockConversation, lockUsers } from '../db/locks'
import { AppError } from '../errors'
import { type NewSignal, publishSignals, writeSignals } from '../events/signals'
import { type OtherUser, requireOtherUser } from '../users/queries'
import type { Viewer } from '../viewer'
import { isBlocked } from '../visibility/queries'
import { enqueueWebhookEvent } from '../webhook-events/mutations'
import { countUnreadMessages } from './queries'
import type { NewMessage } from './schema'

/** A sent message; `to` is the username of the recipient. */
export type SentMessage = { id: number; createdAt: Date; to: string }

/**
 * Sends a private message. The message, both sides of the conversation and the signals are written in one transaction.
 * Ids and times of a conversation's messages ascend in commit order.
 * @returns the message; for a repeated submission, the message of the first one
 * @throws AppError `not-found`; `invalid` for the viewer's own name; `forbidden` when either user blocks the other;
 *   `conflict` when the submission key belongs to a message with another text or recipient
 */
export async function sendMessage(viewer: Viewer, input: NewMessage): Promise<SentMessage> {
  const { body, submission } = input
  const partner = await requireOtherUser(viewer, input.to)
  try {
    const message = await transaction(async (tx) => {
      await lockUsers(tx, [viewer.id, partner.id])
      if (await isBlocked(viewer.id, partner.id, tx))
        throw new AppError('forbidden', 'a block separates the users')
      const createdAt = await nextMessageTime(tx, viewer, partner)
      const pair = { senderId: viewer.id, recipientId: partner.id }
      const sent = await tx.message.create({
        data: { ...pair, body, createdAt, submissionKey: submission ?? null },
        select: { id: true, createdAt: true },
      })
      await updateConversations(tx, viewer, partner, sent)
      await writeMessageSignals(tx, viewer, partner, sent.id)
      await enqueueWebhookEvent(tx, partner.id, { event: 'message', subjectId: sent.id, actorId: null })
      return sent
    })
    publishSignals([viewer.id, partner.id])
    return { ...message, to: partner.username }
  } catch (error) {
    if (!submission || !violatedColumn(error, ['submission_key'])) throw error
    return findSentMessage(viewer, partner, submission, body)
  }
}

/** The current time, but not before the last message of the conversation: clocks of servers differ. */
async function nextMessageTime(tx: Transaction, viewer: Viewer, partner: OtherUser): Promise<Date> {
  const last = await tx.conversation.findUnique({
    where: { ownerId_partnerId: { ownerId: viewer.id, partnerId: partner.id } },
    select: { lastMessageAt: true },
  })
  return new Date(Math.max(Date.now(), last?.lastMessageAt.getTime() ?? 0))
}

/** Makes the message the last one on both sides of the conversation, which are created with the first message. */
async function updateConversations(
  tx: Transaction,
  viewer: Viewer,
  partner: OtherUser,
  message: Pick<SentMessage, 'id' | 'createdAt'>,
): Promise<void> {
  const [one, other, at] = [viewer.id, partner.id, message.createdAt]
  await tx.$executeRaw`
    INSERT INTO conversations (owner_id, partner_id, last_message_id, last_message_at)
    VALUES (${one}, ${other}, ${message.id}, ${at}), (${other}, ${one}, ${message.id}, ${at})
    ON CONFLICT (owner_id, partner_id) DO UPDATE
    SET last_message_id = excluded.last_message_id, last_message_at = excluded.last_message_at`
}

/** Writes the signals for the open pages of both users. */
async function writeMessageSignals(
  tx: Transaction,
  viewer: Viewer,
  partner: OtherUser,
  id: number,
): Promise<void> {
  const payload = { id, from: viewer.username }
  await writeSignals(tx, [
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
 * The message that an earlier request sent with the same submission key. The key alone does not prove a repetition:
 * after a lost response users edit the text and send the form again.
 * @throws AppError `conflict` when the text or the recipient differs
 */
async function findSentMessage(
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
 * Marks the messages from a user to the viewer as read. Idempotent: writes nothing when none is unread.
 * @param upTo the id of the last message that the viewer has seen; later ones stay unread. Absent: all messages.
 * @returns the number of messages that were unread
 * @throws AppError `not-found`; `invalid` for the viewer's own name
 */
export async function markThreadRead(viewer: Viewer, username: string, upTo?: number): Promise<number> {
  const partner = await requireOtherUser(viewer, username)
  const seen = {
    recipientId: viewer.id,
    senderId: partner.id,
    readAt: null,
    ...(upTo !== undefined && { id: { lte: upTo } }),
  }
  if ((await db.message.count({ where: seen, take: 1 })) === 0) return 0
  const read = await transaction(async (tx) => {
    await lockConversation(tx, viewer.id, partner.id)
    const { _max } = await tx.message.aggregate({ where: seen, _max: { id: true } })
    const { count } = await tx.message.updateMany({ where: seen, data: { readAt: new Date() } })
    if (_max.id === null) return 0
    const payload = { id: _max.id, from: viewer.username }
    await writeSignals(tx, [
      { userId: viewer.id, name: 'messages_read', payload, subject: subjectOf(partner) },
      unreadMessagesSignal(tx, viewer.id),
    ])
    return count
  })
  if (read > 0) publishSignals([viewer.id])
  return read
}
