'use client'

import { createChangeStore } from '@/components/ui/change-store'
import type { NotificationView } from '@/lib/notifications/view'

/**
 * The notifications that were marked as read since the server sent them, by id, with the time of their latest event in
 * milliseconds: a later event makes a notification unread again.
 */
const notificationChanges = createChangeStore<number, { readUpTo: number }>()

/** Whether a notification is unread now. */
export function isUnread({ id, at, unread }: NotificationView): boolean {
  return unread && at.getTime() > (notificationChanges.read(id)?.readUpTo ?? 0)
}

/** Records that notifications were marked as read. */
export function recordRead(notifications: NotificationView[]): void {
  for (const { id, at } of notifications) notificationChanges.change(id, { readUpTo: at.getTime() })
}

/** The notifications of a list as they are now. */
export function currentNotifications(notifications: NotificationView[]): NotificationView[] {
  return notifications.map((notification) => ({ ...notification, unread: isUnread(notification) }))
}
