import { type Transaction, transaction } from '../db/db'
import { lockUser } from '../db/locks'
import { type NewSignal, publishSignals, writeSignals } from '../events/signals'
import type { Viewer } from '../viewer'
import { countUnreadNotifications } from './queries'
import { type MarkNotificationsRead, type NotificationKind, notificationKinds } from './schema'

/** Somebody did something that a member may want to know. */
export type NewNotification = {
  /** Who is told. */
  userId: number
  kind: NotificationKind
  /** What it is about: the id of a post, of the sender for messages, of the export; 0 for follows. */
  subjectId: number
  /** The post it is about, so that it goes with the post. */
  postId?: number
  /** Who did it; nobody for exports. */
  actorId?: number
  /** The reply that was written, for `reply`. */
  actPostId?: number
}

/**
 * Tells members what happened, within the transaction in which it happened. What is about the same thing becomes one
 * notification that is unread again. Left out: what members do themselves, kinds they switched off, and whomever they
 * mute or who is separated from them by a block.
 * @returns The members whose unread count changed, to be published as `signals` after commit.
 */
export async function notify(tx: Transaction, notices: NewNotification[]): Promise<number[]> {
  const recipientIds = await writeNotifications(tx, notices)
  await writeSignals(
    tx,
    recipientIds.map((userId) => unreadNotificationsSignal(tx, userId)),
  )
  return recipientIds
}

/** Does the same as `notify`, but leaves the signals of the returned users to the caller. */
export async function writeNotifications(tx: Transaction, notices: NewNotification[]): Promise<number[]> {
  const told = new Set<number>()
  // In the order of the ids, so that two transactions never wait for each other.
  for (const notice of [...notices].sort((a, b) => a.userId - b.userId)) {
    if (notice.userId === notice.actorId || !(await isWanted(tx, notice))) continue
    await writeNotice(tx, notice)
    told.add(notice.userId)
  }
  return [...told]
}

async function isWanted(tx: Transaction, { userId, kind, actorId = 0 }: NewNotification): Promise<boolean> {
  const against = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM notification_opt_outs WHERE user_id = ${userId} AND kind = ${kind}
    UNION ALL SELECT 1 FROM mutes WHERE muter_id = ${userId} AND muted_id = ${actorId}
    UNION ALL SELECT 1 FROM blocks WHERE blocker_id = ${userId} AND blocked_id = ${actorId}
    UNION ALL SELECT 1 FROM blocks WHERE blocker_id = ${actorId} AND blocked_id = ${userId}`
  return against.length === 0
}

async function writeNotice(tx: Transaction, notice: NewNotification): Promise<void> {
  const { userId, kind, subjectId, postId = null, actorId, actPostId = null } = notice
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
 * Takes back that an actor did something, within the transaction that undoes it. A notification that nobody is left
 * in goes.
 * @returns The members whose unread count may have changed, to be published as `signals` after commit.
 */
export async function withdrawNotification(
  tx: Transaction,
  notice: Pick<NewNotification, 'userId' | 'kind' | 'subjectId'> & { actorId: number },
): Promise<number[]> {
  const { userId, kind, subjectId, actorId } = notice
  const group = await tx.notification.findUnique({
    where: { userId_kind_subjectId: { userId, kind, subjectId } },
    select: { id: true },
  })
  if (!group) return []
  await tx.notificationActor.deleteMany({ where: { notificationId: group.id, actorId } })
  await tx.notification.deleteMany({ where: { id: group.id, actors: { none: {} } } })
  await writeSignals(tx, [unreadNotificationsSignal(tx, userId)])
  return [userId]
}

type Told = { id: number; userId: number }

/** The notifications that are about a post or tell of it; to be asked for before the post is deleted. */
export const findNotificationsAbout = (tx: Transaction, postId: number): Promise<Told[]> =>
  tx.notification.findMany({
    where: { OR: [{ postId }, { actors: { some: { postId } } }] },
    select: { id: true, userId: true },
  })

/**
 * Takes back what was told of a post, within the transaction that deletes it. A notification of several replies goes with
 * the last of them.
 * @returns The members whose unread count may have changed, to be published as `signals` after commit.
 */
export async function deleteNotificationsAbout(
  tx: Transaction,
  postId: number,
  notices: Told[],
): Promise<number[]> {
  if (notices.length === 0) return []
  await tx.notificationActor.deleteMany({ where: { postId } })
  await tx.notification.deleteMany({
    where: { id: { in: notices.map(({ id }) => id) }, OR: [{ postId }, { actors: { none: {} } }] },
  })
  const recipientIds = [...new Set(notices.map(({ userId }) => userId))]
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
 * Marks one of the viewer's notifications as read, or all of them. Safe to repeat; one that is not theirs is none.
 * @returns How many were unread.
 */
export async function markNotificationsRead(
  viewer: Viewer,
  { notification }: MarkNotificationsRead,
): Promise<number> {
  const which = notification === 'all' ? {} : { id: notification }
  const count = await transaction(async (tx) => {
    const where = { ...which, userId: viewer.id, readAt: null }
    const marked = await tx.notification.updateMany({ where, data: { readAt: new Date() } })
    if (marked.count > 0) await writeSignals(tx, [unreadNotificationsSignal(tx, viewer.id)])
    return marked.count
  })
  if (count > 0) publishSignals([viewer.id])
  return count
}

/** Keeps which kinds the viewer wants to be told of from now on; what they were told stays. */
export async function setNotificationKinds(viewer: Viewer, wanted: NotificationKind[]): Promise<void> {
  const off = notificationKinds.filter((kind) => !wanted.includes(kind))
  await transaction(async (tx) => {
    await lockUser(tx, viewer.id)
    await tx.notificationOptOut.deleteMany({ where: { userId: viewer.id } })
    await tx.notificationOptOut.createMany({ data: off.map((kind) => ({ userId: viewer.id, kind })) })
  })
}
