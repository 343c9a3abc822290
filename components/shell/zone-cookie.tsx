'use client'

import { useEffect } from 'react'
import { browserZone } from '@/components/ui/format-time'

export type ZoneCookieProps = {
  /** The name of the cookie. */
  cookie: string
  /** The zone that the server has read from it. */
  stored: string | null
  /** Seconds. */
  maxAge: number
}

/** Stores the time zone of this browser in a cookie, so that the server formats the times of the next page in it. */
export function ZoneCookie({ cookie, stored, maxAge }: ZoneCookieProps) {
  useEffect(() => {
    const zone = browserZone()
    if (zone === stored) return
    const secure = location.protocol === 'https:' ? '; Secure' : ''
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API does not exist on plain http
    document.cookie = `${cookie}=${zone}; Path=/; Max-Age=${maxAge}; SameSite=Lax${secure}`
  }, [cookie, stored, maxAge])
  return null
}
