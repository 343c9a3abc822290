'use client'

import { type ReactNode, useEffect, useRef } from 'react'

type Props = {
  cookie: string
  /** When the server rendered the messages, in milliseconds. The same words said again are a new message. */
  at: number
  children: ReactNode
}

/**
 * Brings messages into view and to screen readers, which do not announce a live region that a document comes with: what
 * has the focus keeps it, and an address that names another place of the page shows that place. Then drops the cookie,
 * because proxy.ts does so for documents only and not after a soft navigation.
 */
export function FlashArea({ cookie, at, children }: Props) {
  const area = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http
    if (at) document.cookie = `${cookie}=; Path=/; Max-Age=0`
    const target = document.getElementById(location.hash.slice(1))
    if (!area.current || (target && !target.contains(area.current))) return
    if (document.activeElement === document.body) area.current.focus({ preventScroll: true })
    area.current.scrollIntoView({ block: 'nearest' })
  }, [cookie, at])
  return (
    <div ref={area} tabIndex={-1} className="grid gap-2 outline-none">
      {children}
    </div>
  )
}
