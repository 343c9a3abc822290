import { focusElement } from '@/components/ui/focus'

/** What a key does. `go` leads to a page. */
export type ShortcutAction =
  | { kind: 'next' | 'previous' | 'open' | 'compose' | 'search' | 'help' }
  | { kind: 'press'; buttons: string }
  | { kind: 'go'; path: string }

/** Single keys. `buttons` selects a button of the focused post. */
const keys: Record<string, ShortcutAction> = {
  j: { kind: 'next' },
  k: { kind: 'previous' },
  Enter: { kind: 'open' },
  l: { kind: 'press', buttons: '[name=like], [name=unlike]' },
  b: { kind: 'press', buttons: '[name=bookmark], [name=unbookmark]' },
  r: { kind: 'press', buttons: '[name=reply]' },
  n: { kind: 'compose' },
  '/': { kind: 'search' },
  '?': { kind: 'help' },
}

/** Keys after `g`. */
const pages: Record<string, string> = { h: '/', e: '/explore', n: '/notifications', m: '/messages' }

/** Milliseconds in which the second key must follow `g`. */
const sequenceTime = 1500

/** Maps keydown events to actions. Stateful: stores a pending `g` of a two-key sequence. */
export class ShortcutReader {
  /** The time of the last `g`, unless another key has followed. */
  #prefixAt = Number.NEGATIVE_INFINITY

  /** @returns the action of a key; null when it has none here, for example while the person is typing */
  read(event: KeyboardEvent): ShortcutAction | null {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target))
      return null
    const follows = event.timeStamp - this.#prefixAt < sequenceTime
    this.#prefixAt = event.key === 'g' && !follows ? event.timeStamp : Number.NEGATIVE_INFINITY
    const path = follows ? pages[event.key] : undefined
    if (path) return { kind: 'go', path }
    const action = keys[event.key] ?? null
    // Enter activates a focused link or button.
    if (action?.kind === 'open' && event.target !== focusedPost()) return null
    return action
  }
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('input, textarea, select, dialog, [contenteditable]') !== null
  )
}

/** The post that has the focus or contains it. */
export function focusedPost(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>('main article') ?? null
}

/** Moves the focus to the next (1) or previous (-1) post; without a focused post to the first one in view. */
export function focusPost(step: 1 | -1): void {
  const posts = [...document.querySelectorAll<HTMLElement>('main article')]
  const current = focusedPost()
  const target = current
    ? posts[posts.indexOf(current) + step]
    : posts.find((post) => post.getBoundingClientRect().bottom > 60)
  focusElement(target ?? null, { preventScroll: true })
  target?.scrollIntoView({ block: 'nearest' })
}
