'use client'

import { Component, type ReactNode } from 'react'

type Props = {
  /** Called before each update of the DOM. @returns Called after the update. */
  measure: () => () => void
  children: ReactNode
}

/** Measures the DOM before React updates it. A class component: getSnapshotBeforeUpdate has no hook equivalent. */
export class BeforeUpdate extends Component<Props, object, () => void> {
  override getSnapshotBeforeUpdate(): () => void {
    return this.props.measure()
  }

  override componentDidUpdate(_props: Props, _state: object, restore: () => void): void {
    restore()
  }

  override render(): ReactNode {
    return this.props.children
  }
}

/**
 * Keeps the entries in view where they are while entries are inserted or moved above them, except at the top of the page.
 * Scroll anchoring of browsers loses an entry that React moves.
 * @param list The element whose children are the entries.
 */
export function keepScrollPosition(list: HTMLElement | null): () => void {
  if (!list || scrollY === 0) return () => {}
  const shown = [...list.children]
    .map((entry) => ({ entry, box: entry.getBoundingClientRect() }))
    .filter(({ box }) => box.bottom > 0 && box.top < innerHeight)
  return () => {
    const shifts = shown
      .filter(({ entry }) => entry.isConnected)
      .map(({ entry, box }) => entry.getBoundingClientRect().top - box.top)
    // An entry that moved away has a larger shift than the others.
    const [shift = 0] = shifts.sort((one, other) => Math.abs(one) - Math.abs(other))
    if (shift !== 0) scrollBy({ top: shift, behavior: 'instant' })
  }
}
