'use client'

import { useEffect } from 'react'
import { loadPage } from '@/components/ui/entries'
import { onLiveEvent } from '@/components/ui/live-events'
import { createSerialTask } from './serial-task'

/** Keeps the first page of the inbox up to date. */
export function InboxUpdater() {
  useEffect(() => {
    const refresh = createSerialTask(reloadInbox)
    const removeListener = onLiveEvent('signal', ({ name }) => {
      if (name === 'message' || name === 'messages_read') refresh.run()
    })
    return () => {
      removeListener()
      refresh.stop()
    }
  }, [])
  return null
}

/** Replaces the entries of the first page. Entries loaded by "Older" stay below them. */
async function reloadInbox(): Promise<void> {
  const list = document.querySelector('[data-list]')
  const loaded = (await loadPage('/messages')).querySelector('[data-list]')
  if (!list || !loaded) return
  const focused = document.activeElement?.closest('[data-list] > *')?.id
  const first = [...loaded.children].map((entry) => document.importNode(entry, true))
  for (const entry of first) document.getElementById(entry.id)?.remove()
  list.prepend(...first)
  if (focused) document.getElementById(focused)?.querySelector('a')?.focus()
}
