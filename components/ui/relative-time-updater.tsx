'use client'

import { useEffect } from 'react'
import { relativeTime } from './relative-time'

/**
 * Updates every RelativeTime of the page, those added later included: once a minute, and when a hidden page becomes
 * visible. One timer for all; it does nothing while the page is hidden.
 */
export function RelativeTimeUpdater() {
  useEffect(() => {
    const tick = () => document.hidden || updateTimes()
    const timer = setInterval(tick, 60_000)
    // The back/forward cache restores a page without visibilitychange.
    const onPageShow = ({ persisted }: PageTransitionEvent) => persisted && updateTimes()
    document.addEventListener('visibilitychange', tick)
    addEventListener('pageshow', onPageShow)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', tick)
      removeEventListener('pageshow', onPageShow)
    }
  }, [])
  return null
}

function updateTimes(): void {
  const now = new Date()
  for (const element of document.querySelectorAll<HTMLTimeElement>('time[datetime][title]')) {
    const text = relativeTime(new Date(element.dateTime), now, document.documentElement.lang)
    if (element.textContent !== text) element.textContent = text
  }
}
