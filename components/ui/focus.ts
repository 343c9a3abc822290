/** Focuses an element, also one that is not in the tab order (a heading, an entry). */
export function focusElement(element: HTMLElement | null, options?: FocusOptions): void {
  if (!element) return
  if (element.tabIndex < 0) element.tabIndex = -1
  element.focus(options)
}

/** The heading of the page, which gets the focus when the focused element is removed. */
export function findMainHeading(): HTMLElement | null {
  return document.querySelector<HTMLElement>('main h1')
}
