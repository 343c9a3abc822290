'use client'

import { type ReactNode, useEffect, useRef } from 'react'

type Props = {
  cookie: string
  /** Time of the server render in milliseconds. The same text in a later render is a new message. */
  renderedAt: number
  children: ReactNode
}

/**
 * Scrolls to the messages and focuses them, because screen readers do not announce a live region that is part of the
 * loaded document. An element with the focus keeps it, and a fragment in the address takes precedence. Deletes the
 * cookie, because proxy.ts does so only for documents and not after a soft navigation.
 */
export function FlashArea({ cookie, renderedAt, children }: Props) {
  const area = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http
    if (renderedAt) document.cookie = `${cookie}=; Path=/; Max-Age=0`
    const target = document.getElementById(location.hash.slice(1))
    if (!area.current || (target && !target.contains(area.current))) return
    if (document.activeElement === document.body) area.current.focus({ preventScroll: true })
    area.current.scrollIntoView({ block: 'nearest' })
  }, [cookie, renderedAt])
  return (
    <div ref={area} tabIndex={-1} className="grid gap-2 outline-none">
      {children}
    </div>
  )
}
