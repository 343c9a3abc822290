'use client'

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { onLiveEvent } from '@/components/ui/live-events'

/** The numbers of unread items. */
export type UnreadCounts = { notifications: number; messages: number }

/** The counts that the server has rendered, and the position from which the page receives signals. */
export type RenderedCounts = UnreadCounts & { position: number }

type Count = { value: number; position: number }

const countOfSignal: Record<string, keyof UnreadCounts> = {
  unread_notification_count: 'notifications',
  unread_message_count: 'messages',
}

const Context = createContext<UnreadCounts>({ notifications: 0, messages: 0 })

/**
 * Provides the unread counts, updated by signals.
 * @param initial Another object means that the server has rendered again. It replaces counts whose signals are not newer:
 *   a signal can overtake a page that is on its way.
 */
export function UnreadProvider({ initial, children }: { initial: RenderedCounts; children: ReactNode }) {
  const [counts, setCounts] = useState(() => countsOf(initial))
  const [rendered, setRendered] = useState(initial)
  if (rendered !== initial) {
    const next = countsOf(initial)
    setRendered(initial)
    setCounts({
      notifications: newer(counts.notifications, next.notifications),
      messages: newer(counts.messages, next.messages),
    })
  }
  useEffect(
    () =>
      onLiveEvent('signal', ({ name, payload, position }) => {
        const kind = countOfSignal[name]
        if (!kind || typeof payload !== 'number') return
        setCounts((current) => ({ ...current, [kind]: newer(current[kind], { value: payload, position }) }))
      }),
    [],
  )
  const { notifications, messages } = counts
  return (
    <Context value={{ notifications: notifications.value, messages: messages.value }}>{children}</Context>
  )
}

const countsOf = ({ notifications, messages, position }: RenderedCounts) => ({
  notifications: { value: notifications, position },
  messages: { value: messages, position },
})

const newer = (current: Count, next: Count): Count => (next.position < current.position ? current : next)

export function useUnread(): UnreadCounts {
  return useContext(Context)
}
