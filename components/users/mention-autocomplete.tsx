'use client'

import { useEffect, useState } from 'react'
import { findMentionAtCaret } from './mention-at-caret'
import type { MentionList, MentionTexts } from './mention-list'

/** Suggests names while a mention is typed. The code of the list is loaded with the first @. */
export function MentionAutocomplete({ texts }: { texts: MentionTexts }) {
  const [List, setList] = useState<typeof MentionList | null>(null)
  useEffect(() => {
    if (List) return
    const load = async ({ target }: Event) => {
      if (!(target instanceof HTMLTextAreaElement) || !findMentionAtCaret(target)) return
      document.removeEventListener('input', load)
      const module = await import('./mention-list')
      setList(() => module.MentionList)
    }
    document.addEventListener('input', load)
    return () => document.removeEventListener('input', load)
  }, [List])
  return List && <List texts={texts} />
}
