'use client'

import type { ReactNode } from 'react'
import { buttonErrorText } from '@/components/ui/button-form'
import { useFormTexts } from '@/components/ui/form-texts'
import { Notice } from '@/components/ui/notice'
import { useFormAction } from '@/components/ui/use-form-action'
import { markNotificationsReadAction } from '@/lib/notifications/actions'
import type { NotificationView } from '@/lib/notifications/view'
import { showAsRead, showAsUnread } from './notification-changes'

type Props = {
  notification: number | 'all'
  /** The notifications that are shown as read at once; a failure rolls that back with a message. */
  unread: NotificationView[]
  onSend: () => void
  onFailure?: () => void
  /** The button; null when there is nothing to mark. The form stays, because a request may be in progress. */
  children: ReactNode
}

/** Marks one notification as read, or all of them. */
export function MarkReadForm({ notification, unread, onSend, onFailure, children }: Props) {
  const texts = useFormTexts()
  const { state, formProps } = useFormAction(markNotificationsReadAction, {
    onSend() {
      showAsRead(unread)
      onSend()
    },
    onResult({ ok }) {
      if (ok) return
      showAsUnread(unread)
      onFailure?.()
    },
  })
  return (
    <form {...formProps}>
      <input type="hidden" name="notification" value={notification} />
      {children}
      {state && !state.ok && (
        <div className="mt-2">
          <Notice category="danger">{buttonErrorText(state, texts)}</Notice>
        </div>
      )}
    </form>
  )
}
