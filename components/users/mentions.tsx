'use client'

import { useEffect } from 'react'
import type { MentionTexts } from './mention-list'
import { atMention } from './mention-text'

/** Offers names wherever a member writes. What does it is loaded with the first @ that somebody types. */
export function Mentions({ texts }: { texts: MentionTexts }) {
  useEffect(() => {
    const ends: (() => void)[] = []
    const listen = new AbortController()
    const wake = async ({ target }: Event) => {
      if (!(target instanceof HTMLTextAreaElement) || !atMention(target)) return
      listen.abort()
      const { offerNames } = await import('./mention-list')
      if (!ended) ends.push(offerNames(texts))
    }
    let ended = false
    document.addEventListener('input', (event) => void wake(event), { signal: listen.signal })
    return () => {
      ended = true
      listen.abort()
      for (const end of ends) end()
    }
  }, [texts])
  return null
}
