'use client'

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { onLiveEvent } from '@/components/ui/live-events'

/** The numbers of unread items. */
export type UnreadCounts = { notifications: number; messages: number }

const countOfSignal: Record<string, keyof UnreadCounts> = {
  unread_notification_count: 'notifications',
  unread_message_count: 'messages',
}

const Context = createContext<UnreadCounts>({ notifications: 0, messages: 0 })

/**
 * Provides the unread counts, updated by signals.
 * @param initial The counts that the server rendered. Another object replaces the counts: the server has rendered again.
 */
export function UnreadProvider({ initial, children }: { initial: UnreadCounts; children: ReactNode }) {
  const [counts, setCounts] = useState(initial)
  const [rendered, setRendered] = useState(initial)
  if (rendered !== initial) {
    setRendered(initial)
    setCounts(initial)
  }
  useEffect(
    () =>
      onLiveEvent('signal', ({ name, payload }) => {
        const kind = countOfSignal[name]
        if (kind && typeof payload === 'number') setCounts((current) => ({ ...current, [kind]: payload }))
      }),
    [],
  )
  return <Context value={counts}>{children}</Context>
}

export function useUnread(): UnreadCounts {
  return useContext(Context)
}
