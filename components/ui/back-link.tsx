'use client'

import { Icon } from './icon'
import { getNavigation } from './navigation-api'

/** A link to the previous page; without JavaScript, or on the first page of a tab, to `href`. */
export function BackLink({ href, label }: { href: string; label: string }) {
  return (
    <a
      href={href}
      aria-label={label}
      className="round-button -ms-3"
      onClick={(event) => {
        const key = keyOfPreviousPage()
        if (event.metaKey || event.ctrlKey || event.shiftKey || key === null) return
        event.preventDefault()
        getNavigation()?.traverseTo(key)
      }}
    >
      <Icon name="back" />
    </a>
  )
}

/** The latest history entry of this site with another path; null if there is none. Fragments of a page are skipped. */
function keyOfPreviousPage(): string | null {
  const navigation = getNavigation()
  if (!navigation?.currentEntry) return null
  const earlier = navigation.entries().slice(0, navigation.currentEntry.index)
  const previous = earlier.findLast(({ url }) => url && new URL(url).pathname !== location.pathname)
  return previous?.key ?? null
}
