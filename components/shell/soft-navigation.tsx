'use client'

import { usePathname, useRouter } from 'next/navigation'
import { useEffect, useLayoutEffect, useRef, useTransition } from 'react'
import { findMainHeading, focusElement } from '@/components/ui/focus'
import { findDestination } from './destination'

/**
 * Makes every link and every GET form of the page navigate by Next's router, and shows a line while the next page is
 * loading. One listener for the page costs less than `next/link` in every card (docs/decisions/022).
 */
export function SoftNavigation() {
  const router = useRouter()
  const path = usePathname()
  const [isPending, startNavigation] = useTransition()
  const requested = useRef<string | null>(null)

  // A passive effect would run later: the browser may handle a click between hydration and that.
  useLayoutEffect(() => {
    const navigate = (event: MouseEvent | SubmitEvent) => {
      const destination = findDestination(event)
      if (!destination) return
      event.preventDefault()
      requested.current = new URL(destination, location.href).pathname
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

  useEffect(() => {
    if (isPending || requested.current === null) return
    const isLogIn = path === '/login' && requested.current !== path
    requested.current = null
    // The session has ended. Only a document shows the message about it, and the header of a guest.
    if (isLogIn) location.reload()
  }, [path, isPending])
  useFocusAfterNavigation(path, isPending)
  return isPending && <div className="progress" aria-hidden="true" />
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
