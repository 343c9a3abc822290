import type { ReactNode } from 'react'
import { ButtonForm } from '@/components/ui/button-form'
import { markNotificationsReadAction } from '@/lib/notifications/actions'

type Props = {
  notification: number | 'all'
  /** The button. */
  children: ReactNode
}

/**
 * Marks one notification as read, or all of them. For browsers without JavaScript, because a GET request must not change
 * anything (RFC 9110 §9.2.1); with JavaScript `useMarkSeen` does it.
 */
export function MarkReadForm({ notification, children }: Props) {
  return (
    <noscript>
      <ButtonForm action={markNotificationsReadAction}>
        <input type="hidden" name="notification" value={notification} />
        {children}
      </ButtonForm>
    </noscript>
  )
}
