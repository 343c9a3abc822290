import { useEffect, useRef } from 'react'
import { createSerialTask } from '@/components/ui/serial-task'
import { callAction } from '@/components/ui/use-form-action'
import { markNotificationsSeenAction } from '@/lib/notifications/actions'
import type { NotificationKind } from '@/lib/notifications/schema'
import type { NotificationView } from '@/lib/notifications/view'
import { formatCursor } from '@/lib/page'
import { isUnread, recordRead } from './notification-changes'

/**
 * Marks the notifications of a list as read when the page is opened, when a hidden tab becomes visible, and when new ones
 * arrive. A failed request is retried. Only a page that is on screen does this: a prefetched one runs no effects.
 * @param items The loaded notifications, newest first.
 * @param kind The kind of which the list is; null for every kind.
 * @param unreadCount The number of unread notifications of every kind when the server rendered the page.
 */
export function useMarkSeen(
  items: NotificationView[],
  kind: NotificationKind | null,
  unreadCount: number,
): void {
  const latest = useRef(items)
  // Whether unread notifications exist beyond the loaded page, for example after newer ones were read on the page of
  // one kind.
  const hasOlderUnread = useRef(kind === null && unreadCount > items.filter(({ unread }) => unread).length)
  const mark = useRef<() => void>(undefined)

  useEffect(() => {
    const task = createSerialTask(async () => {
      const unread = latest.current.filter(isUnread)
      const [newest] = latest.current
      if (!newest || (unread.length === 0 && !hasOlderUnread.current)) return
      if (document.visibilityState !== 'visible') return
      const form = new FormData()
      if (kind) form.set('kind', kind)
      form.set('upTo', formatCursor({ createdAt: newest.at, id: newest.id }))
      const result = await callAction(markNotificationsSeenAction, form)
      // No retry: null means that the session has ended, and `outdated` needs a reload.
      if (!result || (!result.ok && result.code === 'outdated')) return
      if (!result.ok) throw new Error('the notifications could not be marked as read')
      hasOlderUnread.current = false
      recordRead(unread)
    })
    mark.current = task.run
    document.addEventListener('visibilitychange', task.run)
    return () => {
      task.stop()
      document.removeEventListener('visibilitychange', task.run)
    }
  }, [kind])

  useEffect(() => {
    latest.current = items
    mark.current?.()
  }, [items])
}
