'use client'

import { type ReactNode, useRef } from 'react'
import { buttonClass } from '@/components/ui/button'
import { fillPluralTemplate, type PluralTemplate } from '@/lib/i18n/templates'
import { type Compose, MessageForm } from './message-form'
import { useThread } from './use-thread'

type Props = {
  partner: string
  unread: boolean
  isLatest: boolean
  text: { thread: string; newMessages: PluralTemplate }
  /** Null when the two users cannot write to each other. */
  compose: Compose | null
  children: ReactNode
}

/** The scrollable thread with the form below it. */
export function Thread({ partner, unread, isLatest, text, compose, children }: Props) {
  const pane = useRef<HTMLDivElement>(null)
  const { unseen, announcement, onScroll, scrollToEnd, onSent } = useThread(pane, {
    partner,
    unread,
    isLatest,
  })
  return (
    <>
      <div className="relative grid min-h-0 grid-cols-[minmax(0,1fr)]">
        <section
          ref={pane}
          data-thread
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard (WCAG 2.1.1)
          tabIndex={0}
          aria-label={text.thread}
          onScroll={onScroll}
          className="thread"
        >
          <div>{children}</div>
        </section>
        {unseen > 0 && (
          <button
            type="button"
            onClick={scrollToEnd}
            className={`${buttonClass()} absolute bottom-3 justify-self-center shadow-lg`}
          >
            {fillPluralTemplate(text.newMessages, unseen)}
          </button>
        )}
      </div>
      <p aria-live="polite" className="sr-only">
        {announcement}
      </p>
      {compose && (
        <MessageForm
          {...compose}
          partner={partner}
          onSent={isLatest ? onSent : () => location.assign(`/messages/${partner}`)}
        />
      )}
    </>
  )
}
