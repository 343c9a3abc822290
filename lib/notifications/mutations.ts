import { type Prisma, type Transaction, transaction } from '../db/db'
import { lockUser } from '../db/locks'
import { type NewSignal, publishSignals, writeSignals } from '../events/signals'
import type { Viewer } from '../viewer'
import { enqueueWebhookEvent } from '../webhook-events/mutations'
import { activeWebhooks, hasWebhooks } from '../webhook-events/queries'
import { countUnreadNotifications } from './queries'
import {
  type MarkNotificationsRead,
  type MarkNotificationsSeen,
  type NotificationKind,
  notificationKinds,
} from './schema'

/** An event that a user is notified of. */
export type NewNotification = {
  /** The recipient. */
  userId: number
  kind: NotificationKind
  /** What it is about: the id of a post; 0 for follows and exports. */
  subjectId: number
  /** The post it is about; deleting the post deletes the notification. */
  postId?: number
  /** The user who acted; absent for exports. */
  actorId?: number
  /** The reply, for `reply`. */
  actPostId?: number
}

/**
 * Notifies users within the transaction of the events. Events of one kind about the same subject share a notification,
 * which becomes unread again. Skips users' own actions, kinds that the recipient has switched off, and actors whom the
 * recipient mutes or from whom a block separates them. Webhooks of the recipient get the event also when its kind is
 * switched off, because each webhook selects its own events.
 * @returns the recipients whose unread count changed, for `publishSignals` after commit
 */
export async function notify(tx: Transaction, notifications: NewNotification[]): Promise<number[]> {
  const recipientIds = new Set<number>()
  const forWebhooks: NewNotification[] = []
  // In ascending order of the recipients: a consistent lock order prevents deadlocks.
  for (const notification of notifications.toSorted((a, b) => a.userId - b.userId)) {
    const { userId, actorId } = notification
    if (userId === actorId) continue
    const rules = await readDeliveryRules(tx, notification)
    if (Number(rules.separations) > 0) continue
    if (hasWebhooks(rules)) forWebhooks.push(notification)
    if (Number(rules.optOuts) > 0) continue
    await writeNotification(tx, notification)
    recipientIds.add(userId)
  }
  await writeSignals(
    tx,
    [...recipientIds].map((userId) => unreadNotificationsSignal(tx, userId)),
  )
  for (const notification of forWebhooks) await enqueueEventOf(tx, notification)
  return [...recipientIds]
}

type DeliveryRules = Record<'optOuts' | 'separations' | 'webhooks', number | bigint>

/** Reads in one statement: opt-outs, mutes and blocks that suppress the event, and the number of active webhooks. */
async function readDeliveryRules(tx: Transaction, notification: NewNotification): Promise<DeliveryRules> {
  const { userId, kind, actorId = 0 } = notification
  const [row] = await tx.$queryRaw<[DeliveryRules]>`
    SELECT
      (SELECT COUNT(*) FROM notification_opt_outs WHERE user_id = ${userId} AND kind = ${kind}) AS "optOuts",
      (SELECT COUNT(*) FROM mutes WHERE muter_id = ${userId} AND muted_id = ${actorId})
        + (SELECT COUNT(*) FROM blocks WHERE blocker_id = ${userId} AND blocked_id = ${actorId})
        + (SELECT COUNT(*) FROM blocks WHERE blocker_id = ${actorId} AND blocked_id = ${userId}) AS separations,
      ${activeWebhooks(userId)} AS webhooks`
  return row
}

/** Enqueues the event for the webhooks of the recipient. There is none for exports. */
async function enqueueEventOf(tx: Transaction, notification: NewNotification): Promise<void> {
  const { userId, kind, postId = null, actPostId, actorId = null } = notification
  if (kind === 'export') return
  // Replies and mentions have the author of the post as their actor.
  const isByAuthor = kind === 'reply' || kind === 'mention'
  const subjectId = actPostId ?? postId
  await enqueueWebhookEvent(tx, userId, { event: kind, subjectId, actorId: isByAuthor ? null : actorId })
}

async function writeNotification(tx: Transaction, notification: NewNotification): Promise<void> {
  const { userId, kind, subjectId, postId = null, actorId, actPostId = null } = notification
  const now = new Date()
  const { id } = await tx.notification.upsert({
    where: { userId_kind_subjectId: { userId, kind, subjectId } },
    create: { userId, kind, subjectId, postId, createdAt: now, updatedAt: now },
    update: { updatedAt: now, readAt: null },
    select: { id: true },
  })
  if (!actorId) return
  const key = { notificationId: id, actorId }
  const data = { postId: actPostId, createdAt: now }
  await tx.notificationActor.upsert({
    where: { notificationId_actorId: key },
    create: { ...key, ...data },
    update: data,
    select: { actorId: true },
  })
}

/**
 * Removes an actor from a notification, within the transaction that undoes the event. Deletes the notification with its
 * last actor.
 * @returns the users whose unread count may have changed, for `publishSignals` after commit
 */
export async function withdrawNotification(
  tx: Transaction,
  event: Pick<NewNotification, 'userId' | 'kind' | 'subjectId'> & { actorId: number },
): Promise<number[]> {
  const { userId, kind, subjectId, actorId } = event
  const notification = await tx.notification.findUnique({
    where: { userId_kind_subjectId: { userId, kind, subjectId } },
    select: { id: true },
  })
  if (!notification) return []
  await tx.notificationActor.deleteMany({ where: { notificationId: notification.id, actorId } })
  await tx.notification.deleteMany({ where: { id: notification.id, actors: { none: {} } } })
  await writeSignals(tx, [unreadNotificationsSignal(tx, userId)])
  return [userId]
}

type StoredNotification = { id: number; userId: number }

/** The notifications about a post or a reply, to be read before the post is deleted. */
export function findNotificationsAbout(tx: Transaction, postId: number): Promise<StoredNotification[]> {
  return tx.notification.findMany({
    where: { OR: [{ postId }, { actors: { some: { postId } } }] },
    select: { id: true, userId: true },
  })
}

/**
 * Deletes what notifications hold about a post, within the transaction that deletes the post. A notification of several
 * replies is deleted with the last of them.
 * @param notifications the result of `findNotificationsAbout`
 * @returns the users whose unread count may have changed, for `publishSignals` after commit
 */
export async function deleteNotificationsAbout(
  tx: Transaction,
  postId: number,
  notifications: StoredNotification[],
): Promise<number[]> {
  if (notifications.length === 0) return []
  await tx.notificationActor.deleteMany({ where: { postId } })
  await tx.notification.deleteMany({
    where: { id: { in: notifications.map(({ id }) => id) }, OR: [{ postId }, { actors: { none: {} } }] },
  })
  const recipientIds = [...new Set(notifications.map(({ userId }) => userId))]
  await writeSignals(
    tx,
    recipientIds.map((userId) => unreadNotificationsSignal(tx, userId)),
  )
  return recipientIds
}

/** The signal with a user's number of unread notifications, for mutations that change it. */
export function unreadNotificationsSignal(tx: Transaction, userId: number): NewSignal {
  return { userId, name: 'unread_notification_count', payload: () => countUnreadNotifications(tx, userId) }
}

/**
 * Marks one of the viewer's notifications as read, or all of them. Idempotent; ignores those of other users.
 * @returns the number of notifications that were unread
 */
export function markNotificationsRead(
  viewer: Viewer,
  { notification }: MarkNotificationsRead,
): Promise<number> {
  return markRead(viewer, notification === 'all' ? {} : { id: notification })
}

/**
 * Marks the viewer's notifications up to and including the position `upTo` as read, those of one kind or all. Idempotent.
 * @returns the number of notifications that were unread
 */
export function markNotificationsSeen(
  viewer: Viewer,
  { kind, upTo: { at, id } }: MarkNotificationsSeen,
): Promise<number> {
  const isUpTo = [{ updatedAt: { lt: at } }, { updatedAt: at, id: { lte: id } }]
  return markRead(viewer, { ...(kind && { kind }), OR: isUpTo })
}

async function markRead(viewer: Viewer, filter: Prisma.NotificationWhereInput): Promise<number> {
  const count = await transaction(async (tx) => {
    const where = { ...filter, userId: viewer.id, readAt: null }
    const updated = await tx.notification.updateMany({ where, data: { readAt: new Date() } })
    if (updated.count > 0) await writeSignals(tx, [unreadNotificationsSignal(tx, viewer.id)])
    return updated.count
  })
  if (count > 0) publishSignals([viewer.id])
  return count
}

/** Sets the kinds of events that the viewer is notified of from now on. Keeps existing notifications. */
export async function setNotificationKinds(viewer: Viewer, wanted: NotificationKind[]): Promise<void> {
  const off = notificationKinds.filter((kind) => !wanted.includes(kind))
  await transaction(async (tx) => {
    await lockUser(tx, viewer.id)
    await tx.notificationOptOut.deleteMany({ where: { userId: viewer.id } })
    await tx.notificationOptOut.createMany({ data: off.map((kind) => ({ userId: viewer.id, kind })) })
  })
}
