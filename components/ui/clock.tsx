'use client'

import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { browserZone } from './format-time'

type Clock = {
  now: Date
  locale: string
  /** The time zone of the viewer; null while it is not known. */
  zone: string | null
}

const Context = createContext<Clock | null>(null)

/** Milliseconds between two updates of the times on a page. */
const period = 60_000

type Props = {
  /** The time of the server render, which hydration must repeat. */
  renderedAt: Date
  locale: string
  /** The time zone in which the server has formatted the page, which hydration must repeat; null for UTC. */
  zone: string | null
  children: ReactNode
}

const subscribeToNothing = () => () => {}

/**
 * Provides the current time and the zone of the browser to the times on a page. The time is updated once a minute, and when
 * a hidden page becomes visible; nothing happens while the page is hidden.
 */
export function ClockProvider({ renderedAt, locale, zone: renderedZone, children }: Props) {
  const zone = useSyncExternalStore(subscribeToNothing, browserZone, () => renderedZone)
  const [now, setNow] = useState(renderedAt)
  useEffect(() => {
    const tick = () => document.hidden || setNow(new Date())
    const timer = setInterval(tick, period)
    // The back/forward cache restores a page without visibilitychange.
    const onPageShow = ({ persisted }: PageTransitionEvent) => persisted && tick()
    document.addEventListener('visibilitychange', tick)
    addEventListener('pageshow', onPageShow)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', tick)
      removeEventListener('pageshow', onPageShow)
    }
  }, [])
  return <Context value={{ now, locale, zone }}>{children}</Context>
}

/** @returns The current time, updated every minute, the locale and the zone. @throws Error outside of a ClockProvider */
export function useClock(): Clock {
  const clock = useContext(Context)
  if (!clock) throw new Error('useClock needs a ClockProvider')
  return clock
}
