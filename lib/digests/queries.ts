import { unsubscribeToken, userOfUnsubscribeToken } from '../crypto/unsubscribe-token'
import { db, Prisma } from '../db/db'
import { countUnreadMessages, listUnreadSenders } from '../messages/queries'
import { countUnreadNotifications, listUnreadNotifications } from '../notifications/queries'
import type { Viewer } from '../viewer'
import { pendingDeletionUserIds } from '../visibility/queries'
import type { ActiveFrequency } from './policy'
import type { Digest, DigestSetting, SubscriptionStatus } from './view'

/** Entries of each list in a summary. */
const listed = 5

/** The viewer's setting. */
export async function getDigestSetting(viewer: Viewer): Promise<DigestSetting> {
  const user = await db.user.findUniqueOrThrow({
    where: { id: viewer.id },
    select: { emailVerified: true, digestSubscription: { select: { frequency: true } } },
  })
  const frequency = (user.digestSubscription?.frequency as ActiveFrequency | undefined) ?? 'never'
  return { frequency, isEmailVerified: user.emailVerified !== null }
}

/**
 * Finds the member of a link to unsubscribe.
 * @returns null for an altered token, and when the account is deleted
 */
export async function getSubscriptionStatus(token: string): Promise<SubscriptionStatus | null> {
  const id = userOfUnsubscribeToken(token)
  if (id === null) return null
  const user = await db.user.findUnique({
    where: { id },
    select: { username: true, digestSubscription: { select: { userId: true } } },
  })
  return user && { username: user.username, isSubscribed: user.digestSubscription !== null }
}

export type DueDigest = {
  userId: number
  frequency: ActiveFrequency
  dueAt: Date
  /** Whether the member gets mail and may have something unread. The mail job checks again. */
  mayHaveUnread: number | bigint | boolean
}

/**
 * The summaries that are due, the longest overdue first. Subqueries with LIMIT are looked up by index for each row:
 * PostgreSQL may read whole tables for joins and EXISTS. A test checks the plan.
 */
export function dueDigestsSql(now: Date, size: number): Prisma.Sql {
  return Prisma.sql`
    SELECT d.user_id AS "userId", d.frequency, d.due_at AS "dueAt",
      (SELECT u.id FROM users u
        WHERE u.id = d.user_id AND u.banned_at IS NULL AND u.email_verified IS NOT NULL
          AND u.id NOT IN (${pendingDeletionUserIds}) LIMIT 1) IS NOT NULL
      AND COALESCE(
        (SELECT n.id FROM notifications n WHERE n.user_id = d.user_id AND n.read_at IS NULL LIMIT 1),
        (SELECT m.id FROM messages m WHERE m.recipient_id = d.user_id AND m.read_at IS NULL LIMIT 1)
      ) IS NOT NULL AS "mayHaveUnread"
    FROM digest_subscriptions d
    WHERE d.due_at <= ${now} ORDER BY d.due_at, d.user_id LIMIT ${size}`
}

/**
 * Reads the summary of a member.
 * @returns null when nothing is unread, and when the member is banned, has unsubscribed, has no verified address or
 *   is deleting the account
 */
export async function getDigest(userId: number): Promise<Digest | null> {
  const user = await db.user.findFirst({
    where: { id: userId, bannedAt: null, emailVerified: { not: null }, accountDeletion: null },
    select: {
      ...{ id: true, username: true, email: true, locale: true },
      digestSubscription: { select: { frequency: true } },
    },
  })
  if (!user?.digestSubscription) return null
  const [notificationCount, messageCount] = await Promise.all([
    countUnreadNotifications(db, userId),
    countUnreadMessages(db, userId),
  ])
  if (notificationCount + messageCount === 0) return null
  const [notifications, senders] = await Promise.all([
    listUnreadNotifications(user, listed),
    listUnreadSenders(userId, listed),
  ])
  return {
    recipient: user,
    frequency: user.digestSubscription.frequency as ActiveFrequency,
    unsubscribeToken: unsubscribeToken(userId),
    notificationCount,
    notifications,
    messageCount,
    senders,
  }
}
