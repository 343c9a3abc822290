/** Distance from the end within which the newest message is visible, in CSS pixels. */
const endDistance = 48

/** Whether a thread is scrolled to its end. Its scroll position counts from the end (column-reverse). */
export function isAtEnd(pane: HTMLElement | null): boolean {
  return !pane || -pane.scrollTop <= endDistance
}

/**
 * Keeps the position of a thread while messages are added: one that is scrolled to its end stays there, otherwise the
 * visible part does not move.
 * @returns Called after the messages were added.
 */
export function keepPanePosition(pane: HTMLElement | null, list: HTMLElement | null): () => void {
  const newest = list?.lastElementChild
  if (!pane || !newest) return () => {}
  const [wasAtEnd, height, top] = [isAtEnd(pane), pane.scrollHeight, newest.getBoundingClientRect().top]
  return () => {
    if (pane.scrollHeight === height) return
    pane.scrollTop = wasAtEnd ? 0 : pane.scrollTop + newest.getBoundingClientRect().top - top
  }
}
