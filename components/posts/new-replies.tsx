'use client'

import { useLayoutEffect } from 'react'
import { buttonClass } from '@/components/ui/button'
import { focusElement } from '@/components/ui/focus'
import { fillPluralTemplate, type PluralTemplate } from '@/lib/i18n/templates'
import { findEntry, isInView } from './conversation-scroll'

type Props = {
  /** The ids of the new replies that were not in view yet. */
  ids: number[]
  /** The number of replies that were added last. */
  announced: number
  path: string
  text: PluralTemplate
  /** Called when the first of them is in view. */
  onSeen: () => void
}

/** Announces new replies, and shows how many are out of view, with a link to the first of them. */
export function NewReplies({ ids, announced, path, text, onSeen }: Props) {
  const [first] = ids
  // Before the browser paints: replies in view do not show the link.
  useLayoutEffect(() => {
    const entry = first === undefined ? null : findEntry(first)
    if (!entry) return
    if (isInView(entry)) return onSeen()
    const observer = new IntersectionObserver((changes) => {
      if (changes.some((change) => change.isIntersecting)) onSeen()
    })
    observer.observe(entry)
    return () => observer.disconnect()
  }, [first, onSeen])
  return (
    <>
      <p aria-live="polite" className="sr-only">
        {announced > 0 && fillPluralTemplate(text, announced)}
      </p>
      {first !== undefined && (
        <div className="pointer-events-none sticky bottom-4 z-10 flex justify-center">
          <a
            href={`${path}?latest#composer`}
            className={`${buttonClass()} pointer-events-auto shadow-lg`}
            onClick={(event) => {
              const entry = findEntry(first)
              if (!entry) return
              event.preventDefault()
              showEntry(entry)
            }}
          >
            {fillPluralTemplate(text, ids.length)}
          </a>
        </div>
      )}
    </>
  )
}

function showEntry(entry: HTMLElement): void {
  const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)').matches
  entry.scrollIntoView({ block: 'center', behavior: reducedMotion ? 'auto' : 'smooth' })
  focusElement(entry, { preventScroll: true })
}
