'use client'

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'

type Clock = { now: Date; locale: string }

const Context = createContext<Clock | null>(null)

/** Milliseconds between two updates of the times on a page. */
const period = 60_000

type Props = {
  /** The time of the server render, which hydration must repeat. */
  renderedAt: Date
  locale: string
  children: ReactNode
}

/**
 * Provides the current time to every RelativeTime of the page: updated once a minute, and when a hidden page becomes
 * visible. It does nothing while the page is hidden.
 */
export function ClockProvider({ renderedAt, locale, children }: Props) {
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
  return <Context value={{ now, locale }}>{children}</Context>
}

/** @returns The current time, updated every minute, and the locale. @throws Error outside of a ClockProvider */
export function useClock(): Clock {
  const clock = useContext(Context)
  if (!clock) throw new Error('useClock needs a ClockProvider')
  return clock
}
