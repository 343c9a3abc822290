'use client'

import { type ReactNode, useRef } from 'react'
import { buttonClass } from '@/components/ui/button'
import { fillPluralTemplate, type PluralTemplate } from '@/lib/i18n/templates'
import { type Compose, MessageForm } from './message-form'
import { useThread } from './use-thread'

type Props = {
  partner: string
  unread: boolean
  latest: boolean
  text: { thread: string; newMessages: PluralTemplate }
  /** Absent where nobody can write. */
  compose: Compose | null
  children: ReactNode
}

/** The window on a thread, and the form below it. */
export function Thread({ partner, unread, latest, text, compose, children }: Props) {
  const pane = useRef<HTMLDivElement>(null)
  const { waiting, news, scrolled, showEnd, sent } = useThread(pane, { partner, unread, latest })
  return (
    <>
      <div className="relative grid min-h-0 grid-cols-[minmax(0,1fr)]">
        <section
          ref={pane}
          data-thread
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1)
          tabIndex={0}
          aria-label={text.thread}
          onScroll={scrolled}
          className="thread"
        >
          <div>{children}</div>
        </section>
        {waiting > 0 && (
          <button
            type="button"
            onClick={showEnd}
            className={`${buttonClass()} absolute bottom-3 justify-self-center shadow-lg`}
          >
            {fillPluralTemplate(text.newMessages, waiting)}
          </button>
        )}
      </div>
      <p aria-live="polite" className="sr-only">
        {news.join('\n')}
      </p>
      {compose && (
        <MessageForm
          {...compose}
          partner={partner}
          onSent={latest ? sent : () => location.assign(`/messages/${partner}`)}
        />
      )}
    </>
  )
}
