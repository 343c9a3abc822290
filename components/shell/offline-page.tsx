'use client'

import { useEffect } from 'react'

/** Installs the page for visitors without a connection (public/service-worker.js), once the page has loaded. */
export function OfflinePage({ locale }: { locale: string }) {
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return
    const register = () => {
      // Registration fails in some browsers, for example in private windows. The site works without it.
      navigator.serviceWorker.register(`/service-worker.js?locale=${locale}`).catch(() => {})
    }
    if (document.readyState === 'complete') register()
    else addEventListener('load', register, { once: true })
  }, [locale])
  return null
}
