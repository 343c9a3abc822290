'use client'

import { usePathname } from 'next/navigation'
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'

type Props = {
  cookie: string
  /** Time of the server render in milliseconds. The same text in a later render is a new message. */
  renderedAt: number
  children: ReactNode
}

/**
 * Focuses the messages, because screen readers do not announce a live region that is part of the loaded document. An
 * element with the focus keeps it, and a fragment in the address or an autofocused field takes precedence. Deletes the
 * cookie, because proxy.ts does so only for documents and not after a soft navigation. The messages belong to the page
 * that they arrived with.
 */
export function FlashArea({ cookie, renderedAt, children }: Props) {
  const area = useRef<HTMLDivElement>(null)
  const path = usePathname()
  const [shownAt, setShownAt] = useState({ renderedAt, path })
  if (shownAt.renderedAt !== renderedAt) setShownAt({ renderedAt, path })
  // Before the messages are visible: the next request, of any tab, would show them again.
  useLayoutEffect(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http
    if (renderedAt) document.cookie = `${cookie}=; Path=/; Max-Age=0`
  }, [cookie, renderedAt])
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each server render with messages
  useEffect(() => {
    const target = document.getElementById(location.hash.slice(1))
    if (!area.current || (target && !target.contains(area.current))) return
    // The browser focuses such a field when it first renders the page, which may be after hydration, and only if no
    // script has focused an element before (HTML Standard, "flush autofocus candidates").
    if (document.querySelector('[autofocus]')) return
    if (document.activeElement === document.body) area.current.focus({ preventScroll: true })
  }, [renderedAt])
  if (shownAt.renderedAt === renderedAt && shownAt.path !== path) return null
  return (
    <div ref={area} tabIndex={-1} className="grid gap-2 outline-none">
      {children}
    </div>
  )
}
