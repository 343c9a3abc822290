import { blockedMembers } from '../blocks/queries'
import { db, type Transaction, transaction, violatedColumn } from '../db/db'
import { AppError } from '../errors'
import { publish } from '../events/events'
import { writeSignal } from '../events/signals'
import { notify, signalUnread } from '../notifications/mutations'
import { findable } from '../text/code-points'
import type { Viewer } from '../viewer-type'
import { countUnreadMessages } from './queries'
import type { NewMessage } from './schema'

type Member = { id: number; username: string }

/** The message that was sent, and to whom. */
export type Sent = { id: number; createdAt: Date; to: string }

/**
 * Sends a private message: the message, both sides of the conversation, the notification and what open pages show
 * commit together. The messages of a conversation have rising ids and times in the order in which they are committed.
 * @returns The message; the one made first when the same form was sent twice.
 * @throws AppError `not-found`; `invalid` for oneself; `forbidden` when either has blocked the other.
 */
export async function sendMessage(viewer: Viewer, input: NewMessage): Promise<Sent> {
  const { body, submission } = input
  const partner = await findMember(input.to)
  if (partner.id === viewer.id) throw new AppError('invalid', 'message to oneself')
  try {
    const message = await transaction(async (tx) => {
      await refuseBlocked(tx, viewer, partner)
      const createdAt = await takeTurn(tx, viewer, partner)
      const sent = await tx.message.create({
        data: {
          senderId: viewer.id,
          recipientId: partner.id,
          body,
          createdAt,
          submissionKey: submission ?? null,
        },
        select: { id: true, createdAt: true },
      })
      await tx.conversation.updateMany({
        where: { OR: sidesOf(viewer, partner) },
        data: { lastMessageId: sent.id, lastMessageAt: createdAt },
      })
      await tellBoth(tx, viewer, partner, sent.id)
      return sent
    })
    publish({ type: 'signals', userIds: [viewer.id, partner.id] })
    return { ...message, to: partner.username }
  } catch (error) {
    if (!submission || !violatedColumn(error, ['submission_key'])) throw error
    return sentBefore(viewer, submission)
  }
}

async function findMember(username: string): Promise<Member> {
  const member = await db.user.findUnique({
    where: { usernameKey: findable(username.toLowerCase()) },
    select: { id: true, username: true },
  })
  if (!member) throw new AppError('not-found', 'message partner')
  return member
}

async function refuseBlocked(tx: Transaction, viewer: Viewer, partner: Member): Promise<void> {
  const blocks = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM (${blockedMembers(viewer.id)}) b WHERE b.blocked_id = ${partner.id}`
  if (blocks.length > 0) throw new AppError('forbidden', 'message across a block')
}

const sidesOf = (viewer: Member, partner: Member) => [
  { ownerId: viewer.id, partnerId: partner.id },
  { ownerId: partner.id, partnerId: viewer.id },
]

/**
 * Waits until nobody else writes in this conversation, which is made if need be, and holds it until the commit. Both
 * sides are taken in the order of the ids, so that two members who write to each other at once never deadlock.
 * @returns The time of the next message: now, and never before the last one, whichever clock that was told by.
 */
async function takeTurn(tx: Transaction, viewer: Member, partner: Member): Promise<Date> {
  const never = new Date(0)
  const sides = sidesOf(viewer, partner).sort((a, b) => a.ownerId - b.ownerId)
  for (const { ownerId, partnerId } of sides)
    await tx.$executeRaw`
      INSERT INTO conversations (owner_id, partner_id, last_message_id, last_message_at)
      VALUES (${ownerId}, ${partnerId}, 0, ${never})
      ON CONFLICT (owner_id, partner_id) DO UPDATE SET last_message_id = conversations.last_message_id`
  const last = await tx.conversation.findUniqueOrThrow({
    where: { ownerId_partnerId: { ownerId: viewer.id, partnerId: partner.id } },
    select: { lastMessageAt: true },
  })
  return new Date(Math.max(Date.now(), last.lastMessageAt.getTime()))
}

/** Signals for the open pages of both, in the order of their ids as everywhere, and the recipient's notification. */
async function tellBoth(tx: Transaction, viewer: Viewer, partner: Member, id: number): Promise<void> {
  const payload = { id, from: viewer.username }
  const tellSender = () => writeSignal(tx, viewer.id, 'message', payload, subjectOf(partner))
  if (viewer.id < partner.id) await tellSender()
  await notify(tx, [{ userId: partner.id, kind: 'message', subjectId: viewer.id, actorId: viewer.id }])
  await writeSignal(tx, partner.id, 'message', payload, subjectOf(viewer))
  await signalUnreadMessages(tx, partner.id)
  if (viewer.id > partner.id) await tellSender()
}

const subjectOf = (member: Member) => member.username.toLowerCase()

/**
 * Writes a member's number of unread messages as a signal; for verbs that change it. Another signal of the same member
 * goes first in the transaction: from there on nobody else changes the number.
 */
export async function signalUnreadMessages(tx: Transaction, userId: number): Promise<void> {
  await writeSignal(tx, userId, 'unread_message_count', await countUnreadMessages(tx, userId))
}

async function sentBefore(viewer: Viewer, submissionKey: string): Promise<Sent> {
  const { recipient, ...message } = await db.message.findUniqueOrThrow({
    where: { senderId_submissionKey: { senderId: viewer.id, submissionKey } },
    select: { id: true, createdAt: true, recipient: { select: { username: true } } },
  })
  return { ...message, to: recipient.username }
}

/**
 * Marks what a member wrote to the viewer as read. Safe to repeat: nothing is written when nothing is unread.
 * @param upTo The last message that the viewer was shown; what came after it stays unread. Absent: all.
 * @returns The number of messages that became read.
 * @throws AppError `not-found`.
 */
export async function markThreadRead(viewer: Viewer, username: string, upTo?: number): Promise<number> {
  const partner = await findMember(username)
  const unread = { recipientId: viewer.id, senderId: partner.id, readAt: null }
  const shown = { ...unread, ...(upTo !== undefined && { id: { lte: upTo } }) }
  if ((await db.message.count({ where: shown, take: 1 })) === 0) return 0
  const read = await transaction(async (tx) => {
    // Two tabs at once, or a tab and a sender, go one after the other.
    await tx.$executeRaw`
      UPDATE conversations SET last_message_id = last_message_id
      WHERE owner_id = ${viewer.id} AND partner_id = ${partner.id}`
    const { count } = await tx.message.updateMany({ where: shown, data: { readAt: new Date() } })
    if (count === 0) return 0
    const left = await tx.message.count({ where: unread })
    if (left === 0) await readNotification(tx, viewer, partner)
    await writeSignal(tx, viewer.id, 'messages_read', { left }, subjectOf(partner))
    await signalUnreadMessages(tx, viewer.id)
    return count
  })
  if (read > 0) publish({ type: 'signals', userIds: [viewer.id] })
  return read
}

async function readNotification(tx: Transaction, viewer: Viewer, partner: Member): Promise<void> {
  const { count } = await tx.notification.updateMany({
    where: { userId: viewer.id, kind: 'message', subjectId: partner.id, readAt: null },
    data: { readAt: new Date() },
  })
  if (count > 0) await signalUnread(tx, viewer.id)
}
