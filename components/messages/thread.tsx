'use client'

import { type ReactNode, useRef } from 'react'
import { BeforeUpdate } from '@/components/ui/before-update'
import { buttonClass } from '@/components/ui/button'
import { fillPluralTemplate, type PluralTemplate } from '@/lib/i18n/templates'
import type { MessageItem } from '@/lib/messages/view'
import type { Page } from '@/lib/page'
import { MessageForm, type MessageFormProps } from './message-form'
import { MessageRow } from './message-row'
import { keepPanePosition } from './pane-position'
import { toPlainText } from './plain-text'
import { useOlderMessages } from './use-older-messages'
import { useThread } from './use-thread'

type Props = {
  partner: string
  /** The name of the partner on the page. */
  name: string
  initial: Page<MessageItem>
  unread: boolean
  text: {
    thread: string
    newMessages: PluralTemplate
    you: string
    /** Shown above the first message. */
    start: string
    older: string
    newer: string
  }
  empty: ReactNode
  /** Null when the two users cannot write to each other. */
  compose: MessageFormProps | null
}

/** The scrollable thread in chronological order, with the form below it. */
export function Thread({ partner, name, initial, unread, text, empty, compose }: Props) {
  const path = `/messages/${partner}`
  const pane = useRef<HTMLElement>(null)
  const start = useRef<HTMLParagraphElement>(null)
  const list = useRef<HTMLOListElement>(null)
  const isLatest = initial.newer === null
  const thread = useThread(pane, initial, { partner, unread, isLatest })
  const { items, older, newer } = thread.page
  useOlderMessages(pane, start, path, older, thread.addOlder)
  const isEmpty = items.length === 0 && !older && !newer
  const scrollToEnd = () => pane.current?.scrollTo({ top: 0 })
  return (
    <>
      <div className="relative grid min-h-0 grid-cols-[minmax(0,1fr)]">
        <section
          ref={pane}
          data-thread
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard (WCAG 2.1.1)
          tabIndex={0}
          aria-label={text.thread}
          onScroll={thread.onScroll}
          className="thread"
        >
          <BeforeUpdate measure={() => keepPanePosition(pane.current, list.current)}>
            <div>
              <p ref={start} className="mb-4 text-center text-sm text-quiet empty:hidden">
                {older ? (
                  <a href={path + older} rel="next" className={buttonClass('secondary')}>
                    {text.older}
                  </a>
                ) : (
                  !isEmpty && text.start
                )}
              </p>
              <ol ref={list} className="grid grid-cols-[minmax(0,1fr)] gap-2">
                {[...items].reverse().map((message) => (
                  <MessageRow key={message.id} message={message} author={message.own ? text.you : name} />
                ))}
              </ol>
              {isEmpty && empty}
              {newer && (
                <p className="mt-4 text-center">
                  <a
                    href={newer === '?' ? path : path + newer}
                    rel="prev"
                    className={buttonClass('secondary')}
                  >
                    {text.newer}
                  </a>
                </p>
              )}
            </div>
          </BeforeUpdate>
        </section>
        {thread.unseen > 0 && (
          <button
            type="button"
            onClick={scrollToEnd}
            className={`${buttonClass()} absolute bottom-3 justify-self-center shadow-lg`}
          >
            {fillPluralTemplate(text.newMessages, thread.unseen)}
          </button>
        )}
      </div>
      <p aria-live="polite" className="sr-only">
        {thread.announced.map((message) => `${name}: ${toPlainText(message.text)}`).join('\n')}
      </p>
      {compose && (
        <MessageForm
          {...compose}
          partner={partner}
          seen={items[0]?.id}
          onSent={() => {
            if (!isLatest) return location.assign(path)
            scrollToEnd()
            thread.loadNewer()
          }}
        />
      )}
    </>
  )
}
