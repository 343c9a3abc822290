/** CSS pixels to the anchor and to the edge of the window. */
const gap = 6
const edge = 8

/**
 * Places an open popover below its anchor, above it where only there is room, and over it where there is none, always
 * within the window. Its style must be `position: fixed; inset: auto; margin: 0`.
 */
export function positionPopover(box: HTMLElement, anchor: Element): void {
  const at = anchor.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = box
  const { clientWidth, clientHeight } = document.documentElement
  const lowest = clientHeight - edge - height
  const below = at.bottom + gap
  const above = at.top - gap - height
  const top = below > lowest && above >= edge ? above : Math.min(below, lowest)
  const left = Math.min(at.left, clientWidth - edge - width)
  box.style.top = `${Math.max(edge, top)}px`
  box.style.left = `${Math.max(edge, left)}px`
}
