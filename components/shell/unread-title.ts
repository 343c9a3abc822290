'use client'

import { useEffect } from 'react'
import { badgeText } from './unread-badge'
import { useUnread } from './unread-counts'

/** Shows the number of unread items before the title of the document, such as `(2) Home`. */
export function UnreadTitle() {
  const { notifications, messages } = useUnread()
  const count = notifications + messages
  useEffect(() => (count > 0 ? prefixTitle(`(${badgeText(count)}) `) : undefined), [count])
  return null
}

/**
 * Prefixes the document title. Next may update the title after the page has rendered, with no effect to hook into, so
 * a MutationObserver restores the prefix.
 * @returns Removes the prefix.
 */
function prefixTitle(prefix: string): () => void {
  let plain = ''
  let prefixed = ''
  const update = () => {
    const { title } = document
    // Without a title, setting one would create an element.
    if (title === prefixed || title === '') return
    plain = title
    prefixed = prefix + title
    document.title = prefixed
  }
  // biome-ignore lint/plugin: Next renders the title; only document.title is changed here
  const observer = new MutationObserver(update)
  update()
  observer.observe(document.head, { childList: true, characterData: true, subtree: true })
  return () => {
    observer.disconnect()
    if (document.title === prefixed && prefixed) document.title = plain
  }
}
