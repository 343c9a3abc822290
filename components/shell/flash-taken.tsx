'use client'

import { useEffect } from 'react'

/** Takes shown messages off the pile after a soft navigation, for which proxy.ts sees no document. */
export function FlashTaken({ cookie, shown }: { cookie: string; shown: string }) {
  useEffect(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http
    if (shown) document.cookie = `${cookie}=; Path=/; Max-Age=0`
  }, [cookie, shown])
  return null
}
