'use client'

import { useEffect, useState } from 'react'
import { type NewsSource, readNews } from './live-source'
import { keepUnread } from './unread'

/** Brings an open page its news (components/ui/live-events.ts); one for the whole page, keyed by the session. */
export function LiveUpdates(source: NewsSource) {
  // Where the page began: what React renders again later is ahead of what it was told.
  const [first] = useState(source)
  useEffect(() => {
    const ends = [keepUnread(), readNews(first)]
    return () => {
      for (const end of ends) end()
    }
  }, [first])
  return null
}
