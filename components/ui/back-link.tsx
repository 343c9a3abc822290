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
        const key = keyOfPreviousPage()
        if (event.metaKey || event.ctrlKey || event.shiftKey || key === null) return
        event.preventDefault()
        navigation()?.traverseTo(key)
      }}
    >
      <Icon name="back" />
    </a>
  )
}

type Entry = { key: string; index: number; url: string | null }

/** The Navigation API, which TypeScript does not know yet and older browsers lack. */
function navigation() {
  return (
    globalThis as {
      navigation?: { currentEntry: Entry; entries: () => Entry[]; traverseTo: (key: string) => void }
    }
  ).navigation
}

/** The latest history entry of this site with another path; null if there is none. Fragments of a page are skipped. */
function keyOfPreviousPage(): string | null {
  const currentEntry = navigation()?.currentEntry
  if (!currentEntry) return null
  const earlier = navigation()?.entries().slice(0, currentEntry.index) ?? []
  const previous = earlier.findLast(({ url }) => url && new URL(url).pathname !== location.pathname)
  return previous?.key ?? null
}
