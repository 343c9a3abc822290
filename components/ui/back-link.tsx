'use client'

import { Icon } from './icon'

/** A link to the page that the person came from; without JavaScript, or on the first page of a tab, to `href`. */
export function BackLink({ href, label }: { href: string; label: string }) {
  return (
    <a
      href={href}
      aria-label={label}
      className="round-button -ml-3"
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || !canGoBack()) return
        event.preventDefault()
        history.back()
      }}
    >
      <Icon name="back" />
    </a>
  )
}

/** Whether the tab has an earlier page of this site. */
function canGoBack(): boolean {
  return (globalThis as { navigation?: { canGoBack: boolean } }).navigation?.canGoBack ?? false
}
