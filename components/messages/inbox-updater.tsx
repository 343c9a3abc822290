'use client'

import { useEffect } from 'react'
import { loadPage } from '@/components/ui/entries'
import { onLiveEvent } from '@/components/ui/live-events'
import { createSerialTask } from './serial-task'

/** Keeps the first page of the inbox as it would be if it were opened now. */
export function InboxUpdater() {
  useEffect(() => {
    const renew = createSerialTask(bringUpToDate)
    const stop = onLiveEvent('signal', ({ name }) => {
      if (name === 'message' || name === 'messages_read') renew.run()
    })
    return () => {
      stop()
      renew.stop()
    }
  }, [])
  return null
}

/** Entries that "Older" has brought since stay below those of the first page. */
async function bringUpToDate(): Promise<void> {
  const list = document.querySelector('[data-list]')
  const now = (await loadPage('/messages')).querySelector('[data-list]')
  if (!list || !now) return
  const focused = document.activeElement?.closest('[data-list] > *')?.id
  const first = [...now.children].map((entry) => document.importNode(entry, true))
  for (const entry of first) document.getElementById(entry.id)?.remove()
  list.prepend(...first)
  if (focused) document.getElementById(focused)?.querySelector('a')?.focus()
}
