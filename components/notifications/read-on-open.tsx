'use client'

import { startTransition, useEffect } from 'react'
import { callAction } from '@/components/ui/use-form-action'
import { markNotificationsReadAction } from '@/lib/notifications/actions'

/** Whoever opens what a notification leads to has read it. Without JavaScript its button says so. */
export function ReadOnOpen() {
  useEffect(() => {
    const open = ({ target }: MouseEvent) => {
      const link = (target as Element).closest<HTMLAnchorElement>('a[data-opens]')
      if (!link?.closest('[data-unread-entry]')) return
      const form = new FormData()
      form.set('notification', link.dataset.opens ?? '')
      // The server goes on with it although this page is left.
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
