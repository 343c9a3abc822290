import { flushSync } from 'react-dom'

/** Whether any part of an element is inside the viewport, vertically. */
export function isInView(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect()
  return bottom > 0 && top < window.innerHeight
}

/** The element of an entry; null when it is not on the page. */
export function findEntry(id: number): HTMLElement | null {
  return document.getElementById(`entry-${id}`)
}

/**
 * Applies a state update synchronously and keeps the visible posts in place, for browsers without scroll anchoring
 * (Safari).
 * @param list The element that contains the posts.
 */
export function renderInPlace(list: HTMLElement | null, change: () => void): void {
  const anchor = CSS.supports('overflow-anchor', 'auto')
    ? undefined
    : [...(list?.querySelectorAll('.post') ?? [])].find(isInView)
  const before = anchor?.getBoundingClientRect().top ?? 0
  flushSync(change)
  // By id: a reply moves below its parent when that is loaded later.
  const after = anchor && document.getElementById(anchor.id)?.getBoundingClientRect().top
  if (after !== undefined) window.scrollBy(0, after - before)
}

/** Scrolls to the post in the URL fragment if it is one of `ids` and out of view. */
export function scrollToTarget(ids: Set<number>): void {
  const id = Number(/^#post-(\d+)$/.exec(location.hash)?.[1])
  const entry = ids.has(id) ? document.getElementById(`post-${id}`) : null
  if (entry && !isInView(entry)) entry.scrollIntoView({ block: 'center' })
}
