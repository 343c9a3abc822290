'use client'

import { useEffect, useState } from 'react'
import { type SubscriptionOptions, subscribeToEvents } from './event-transport'

/** Receives the events of an open page (components/ui/live-events.ts); one for the page, keyed by the session. */
export function EventSubscription(options: SubscriptionOptions) {
  // The position of the first render: later renders are ahead of the events that have arrived.
  const [initial] = useState(options)
  useEffect(() => subscribeToEvents(initial), [initial])
  return null
}
