'use client'

import { useEffect, useState } from 'react'
import { type SubscriptionOptions, subscribe } from './event-transport'
import { updateUnreadBadges } from './unread-badges'

/** Brings an open page its news (components/ui/live-events.ts); one for the whole page, keyed by the session. */
export function EventSubscription(source: SubscriptionOptions) {
  // Where the page began: what React renders again later is ahead of what it was told.
  const [first] = useState(source)
  useEffect(() => {
    const ends = [updateUnreadBadges(), subscribe(first)]
    return () => {
      for (const end of ends) end()
    }
  }, [first])
  return null
}
