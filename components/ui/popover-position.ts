'use client'

import { type RefObject, useLayoutEffect, useState } from 'react'

type Position = { top: number; left: number }

/** CSS pixels to the anchor and to the edge of the window. */
const gap = 6
const edge = 8

/**
 * Keeps an open popover at its anchor while the page scrolls and sizes change.
 * @param box The popover, which must be shown in an earlier layout effect. Its style must be `position: fixed; inset: auto;
 *   margin: 0`.
 * @param anchor null while the popover is closed
 * @returns the style of the popover; undefined while it is closed
 */
export function usePopoverPosition(
  box: RefObject<HTMLElement | null>,
  anchor: Element | null,
): Position | undefined {
  const [position, setPosition] = useState<Position>()
  useLayoutEffect(() => {
    const element = box.current
    if (!element || !anchor) return
    const update = () => setPosition(findPosition(element, anchor))
    const listeners = new AbortController()
    const options = { signal: listeners.signal, capture: true, passive: true }
    const observer = new ResizeObserver(update)
    update()
    observer.observe(element)
    document.addEventListener('scroll', update, options)
    window.addEventListener('resize', update, options)
    return () => {
      listeners.abort()
      observer.disconnect()
    }
  }, [box, anchor])
  return anchor ? position : undefined
}

/** Whether the text of an element is written from right to left. */
export function isRightToLeft(element: Element): boolean {
  return getComputedStyle(element).direction === 'rtl'
}

/**
 * Below the anchor; above it if there is only room there; over it if there is none; always within the window. The box
 * begins at the same side as the anchor, in the direction of the page.
 */
function findPosition(box: HTMLElement, anchor: Element): Position {
  const at = anchor.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = box
  const { clientWidth, clientHeight } = document.documentElement
  const lowest = clientHeight - edge - height
  const below = at.bottom + gap
  const above = at.top - gap - height
  const top = below > lowest && above >= edge ? above : Math.min(below, lowest)
  const start = isRightToLeft(document.documentElement) ? at.right - width : at.left
  const left = Math.min(start, clientWidth - edge - width)
  return { top: Math.max(edge, top), left: Math.max(edge, left) }
}
