'use client'

import { usePathname, useRouter } from 'next/navigation'
import { useEffect, useRef, useTransition } from 'react'
import { findMainHeading, focusElement } from '@/components/ui/focus'
import { findDestination, findLinkDestination } from './destination'

/**
 * Makes every link and every GET form of the page navigate by Next's router, and shows a line while the next page is
 * loading. One listener for the page costs less than `next/link` in every card (docs/decisions/022).
 */
export function SoftNavigation() {
  const router = useRouter()
  const path = usePathname()
  const [isPending, startNavigation] = useTransition()

  useEffect(() => {
    const navigate = (event: MouseEvent | SubmitEvent) => {
      const destination = findDestination(event)
      if (!destination) return
      event.preventDefault()
      const isCurrent = destination === location.pathname + location.search + location.hash
      startNavigation(() => (isCurrent ? router.replace(destination) : router.push(destination)))
    }
    // The listeners of React and of other components are on the document: they run first and may prevent the navigation.
    addEventListener('click', navigate)
    addEventListener('submit', navigate)
    return () => {
      removeEventListener('click', navigate)
      removeEventListener('submit', navigate)
    }
  }, [router])

  usePrefetch(router.prefetch)
  useFocusAfterNavigation(path, isPending)
  return isPending && <div className="progress" aria-hidden="true" />
}

/** Milliseconds for which the pointer must rest on a link. */
const hoverTime = 65

/** Loads the page of a link when the person is about to open it: on hover, at the start of a touch, and on focus. */
function usePrefetch(prefetch: (destination: string) => void): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const prefetchTarget = (event: Event, delay: number) => {
      clearTimeout(timer)
      const destination = findLinkDestination(event.target)
      if (destination) timer = setTimeout(() => prefetch(destination), delay)
    }
    const onPointerOver = (event: PointerEvent) => {
      if (event.pointerType === 'mouse') prefetchTarget(event, hoverTime)
    }
    const onTouchStart = (event: TouchEvent) => prefetchTarget(event, 0)
    const onFocus = (event: FocusEvent) => {
      if (event.target instanceof Element && event.target.matches(':focus-visible'))
        prefetchTarget(event, hoverTime)
    }
    document.addEventListener('pointerover', onPointerOver)
    document.addEventListener('touchstart', onTouchStart, { passive: true })
    document.addEventListener('focusin', onFocus)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('pointerover', onPointerOver)
      document.removeEventListener('touchstart', onTouchStart)
      document.removeEventListener('focusin', onFocus)
    }
  }, [prefetch])
}

/**
 * Moves the focus to the page that a navigation has opened (WCAG 2.2, 2.4.3): to the element of the fragment, else to the
 * heading. A field or entry of the page that has taken the focus keeps it.
 */
function useFocusAfterNavigation(path: string, isPending: boolean): void {
  const shown = useRef({ path, isPending })
  useEffect(() => {
    const hasOpened = shown.current.path !== path || (shown.current.isPending && !isPending)
    shown.current = { path, isPending }
    if (!hasOpened) return
    if (document.activeElement?.closest('main')) return
    const target = location.hash && document.getElementById(location.hash.slice(1))
    focusElement(target || findMainHeading(), { preventScroll: true })
  }, [path, isPending])
}
