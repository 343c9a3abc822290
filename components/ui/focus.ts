/** Moves the focus to an element, also to one that cannot be reached by keyboard (a heading, an entry). */
export function focusOn(element: HTMLElement | null, options?: FocusOptions): void {
  if (!element) return
  if (element.tabIndex < 0) element.tabIndex = -1
  element.focus(options)
}

/** The heading of the page: where the focus goes when what had it is gone. */
export const mainHeading = (): HTMLElement | null => document.querySelector<HTMLElement>('main h1')
