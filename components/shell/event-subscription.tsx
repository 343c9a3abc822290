'use client'

import { useEffect, useState } from 'react'
import { type SubscriptionOptions, subscribeToEvents } from './event-transport'
import { updateUnreadBadges } from './unread-badges'

/** Receives the events of an open page (components/ui/live-events.ts); one for the page, keyed by the session. */
export function EventSubscription(options: SubscriptionOptions) {
  // The position of the first render: later renders are ahead of the events that have arrived.
  const [initial] = useState(options)
  useEffect(() => {
    const stops = [updateUnreadBadges(), subscribeToEvents(initial)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [initial])
  return null
}
