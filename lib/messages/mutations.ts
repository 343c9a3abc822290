import { db, type Transaction, transaction, violatedColumn } from '../db/db'
import { lockConversation, lockUsers } from '../db/locks'
import { AppError } from '../errors'
import { publish } from '../events/events'
import { writeSignal } from '../events/signals'
import { notify, signalUnreadNotifications } from '../notifications/mutations'
import { type OtherUser, requireOtherUser } from '../users/queries'
import type { Viewer } from '../viewer'
import { isBlocked } from '../visibility/queries'
import { countUnreadMessages } from './queries'
import type { NewMessage } from './schema'

/** The message that was sent, and to whom. */
export type Sent = { id: number; createdAt: Date; to: string }

/**
 * Sends a private message: the message, both sides of the conversation, the notification and what open pages show
 * commit together. The messages of a conversation have rising ids and times in the order in which they are committed.
 * @returns The message; the one made first when the same form was sent twice.
 * @throws AppError `not-found`; `invalid` for oneself; `forbidden` when either has blocked the other; `conflict` when
 *   the submission key belongs to a message with another text or recipient.
 */
export async function sendMessage(viewer: Viewer, input: NewMessage): Promise<Sent> {
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
      await moveConversation(tx, viewer, partner, sent)
      await tellBoth(tx, viewer, partner, sent.id)
      return sent
    })
    publish({ type: 'signals', userIds: [viewer.id, partner.id] })
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

/** Both sides of the conversation, made if need be, point at its last message. */
async function moveConversation(
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

/** Signals for the open pages of both, in the order of their ids as everywhere, and the recipient's notification. */
async function tellBoth(tx: Transaction, viewer: Viewer, partner: OtherUser, id: number): Promise<void> {
  const payload = { id, from: viewer.username }
  const tellSender = () => writeSignal(tx, viewer.id, 'message', payload, subjectOf(partner))
  if (viewer.id < partner.id) await tellSender()
  await notify(tx, [{ userId: partner.id, kind: 'message', subjectId: viewer.id, actorId: viewer.id }])
  await writeSignal(tx, partner.id, 'message', payload, subjectOf(viewer))
  await signalUnreadMessages(tx, partner.id)
  if (viewer.id > partner.id) await tellSender()
}

const subjectOf = (member: { username: string }) => member.username.toLowerCase()

/** Writes a member's number of unread messages as a signal; for verbs that change it. */
export async function signalUnreadMessages(tx: Transaction, userId: number): Promise<void> {
  await writeSignal(tx, userId, 'unread_message_count', () => countUnreadMessages(tx, userId))
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
): Promise<Sent> {
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
    if ((await tx.message.count({ where: unread })) === 0) await readNotification(tx, viewer, partner)
    const payload = { id: _max.id, from: viewer.username }
    await writeSignal(tx, viewer.id, 'messages_read', payload, subjectOf(partner))
    await signalUnreadMessages(tx, viewer.id)
    return count
  })
  if (read > 0) publish({ type: 'signals', userIds: [viewer.id] })
  return read
}

async function readNotification(tx: Transaction, viewer: Viewer, partner: OtherUser): Promise<void> {
  const { count } = await tx.notification.updateMany({
    where: { userId: viewer.id, kind: 'message', subjectId: partner.id, readAt: null },
    data: { readAt: new Date() },
  })
  if (count > 0) await signalUnreadNotifications(tx, viewer.id)
}
