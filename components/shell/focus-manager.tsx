'use client'

import { usePathname } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { findMainHeading, focusElement } from '@/components/ui/focus'

/**
 * Moves the focus after a soft navigation: to the element of the fragment, else to the heading. Otherwise the focus
 * would be on the body, because the focused element was removed (WCAG 2.2, 2.4.3).
 */
export function FocusManager() {
  const path = usePathname()
  const former = useRef(path)
  useEffect(() => {
    if (former.current === path) return
    former.current = path
    if (document.activeElement !== document.body) return
    const target = location.hash && document.getElementById(location.hash.slice(1))
    focusElement(target || findMainHeading(), { preventScroll: true })
  }, [path])
  return null
}
