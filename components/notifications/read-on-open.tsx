'use client'

import { startTransition, useEffect } from 'react'
import { callAction } from '@/components/ui/use-form-action'
import { markNotificationsReadAction } from '@/lib/notifications/actions'

/** Marks a notification as read when its link is opened. Without JavaScript there is only the button. */
export function ReadOnOpen() {
  useEffect(() => {
    const open = ({ target }: MouseEvent) => {
      const link = (target as Element).closest<HTMLAnchorElement>('a[data-opens]')
      if (!link?.closest('[data-unread-entry]')) return
      const form = new FormData()
      form.set('notification', link.dataset.opens ?? '')
      // The server finishes the action after this page is left.
      startTransition(
        async () => void (await callAction(markNotificationsReadAction, form).catch(() => null)),
      )
    }
    document.addEventListener('click', open)
    document.addEventListener('auxclick', open)
    return () => {
      document.removeEventListener('click', open)
      document.removeEventListener('auxclick', open)
    }
  }, [])
  return null
}
