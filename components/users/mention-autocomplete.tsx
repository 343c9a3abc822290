'use client'

import { useEffect } from 'react'
import { findMentionAtCaret } from './mention-at-caret'
import type { MentionTexts } from './mention-list'

/** Offers names wherever a member writes. What does it is loaded with the first @ that somebody types. */
export function MentionAutocomplete({ texts }: { texts: MentionTexts }) {
  useEffect(() => {
    const ends: (() => void)[] = []
    const listen = new AbortController()
    const wake = async ({ target }: Event) => {
      if (!(target instanceof HTMLTextAreaElement) || !findMentionAtCaret(target)) return
      listen.abort()
      const { startMentionList: offerNames } = await import('./mention-list')
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
