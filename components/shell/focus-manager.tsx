'use client'

import { usePathname } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { findMainHeading, focusElement } from '@/components/ui/focus'

/**
 * Moves the focus to the new page when the router has changed the address: to the entry that the fragment names, else to
 * the heading. Without it the focus would stay on the body, since what had it is gone (WCAG 2.2, 2.4.3).
 */
export function FocusManager() {
  const path = usePathname()
  const former = useRef(path)
  useEffect(() => {
    if (former.current === path) return
    former.current = path
    if (document.activeElement !== document.body) return
    const entry = location.hash && document.getElementById(location.hash.slice(1))
    focusElement(entry || findMainHeading(), { preventScroll: true })
  }, [path])
  return null
}
