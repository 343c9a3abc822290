'use client'

import { useEffect } from 'react'
import { findMentionAtCaret } from './mention-at-caret'
import type { MentionTexts } from './mention-list'

/** Suggests names while a mention is typed. The list's script is loaded with the first @. */
export function MentionAutocomplete({ texts }: { texts: MentionTexts }) {
  useEffect(() => {
    const stops: (() => void)[] = []
    const listener = new AbortController()
    const load = async ({ target }: Event) => {
      if (!(target instanceof HTMLTextAreaElement) || !findMentionAtCaret(target)) return
      listener.abort()
      const { startMentionList: offerNames } = await import('./mention-list')
      if (!unmounted) stops.push(offerNames(texts))
    }
    let unmounted = false
    document.addEventListener('input', (event) => void load(event), { signal: listener.signal })
    return () => {
      unmounted = true
      listener.abort()
      for (const stop of stops) stop()
    }
  }, [texts])
  return null
}
