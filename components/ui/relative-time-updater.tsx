'use client'

import { useEffect } from 'react'
import { relativeTime } from './relative-time'

/**
 * Lets every RelativeTime of the page go on, those that come later included: once a minute, and when a page that lay
 * in the background is looked at again. One timer for all, and nothing while nobody looks.
 */
export function RelativeTimeUpdater() {
  useEffect(() => {
    const tick = () => document.hidden || showTimes()
    const timer = setInterval(tick, 60_000)
    // A page that comes back from the browser's own cache says so by pageshow alone.
    const returned = ({ persisted }: PageTransitionEvent) => persisted && showTimes()
    document.addEventListener('visibilitychange', tick)
    addEventListener('pageshow', returned)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', tick)
      removeEventListener('pageshow', returned)
    }
  }, [])
  return null
}

function showTimes(): void {
  const now = new Date()
  for (const element of document.querySelectorAll<HTMLTimeElement>('time[datetime][title]')) {
    const text = relativeTime(new Date(element.dateTime), now, document.documentElement.lang)
    if (element.textContent !== text) element.textContent = text
  }
}
