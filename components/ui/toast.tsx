'use client'

import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Icon } from './icon'
import { Notice, type NoticeCategory } from './notice'

/** Milliseconds before a success message closes: about twice the time to read two lines, and more to reach a button. */
const duration = 8000
const durationWithAction = 20_000

type Props = {
  category: NoticeCategory
  /** The label of the button that closes the message. */
  close: string
  /** A button that closes the message too. */
  action?: { label: string; run: () => void }
  children: ReactNode
}

/**
 * A message over the page. Success messages close automatically, unless the pointer or the focus is on them (WCAG 2.2,
 * 2.2.1); warnings and errors stay until they are closed.
 */
export function Toast({ category, close, action, children }: Props) {
  const [isClosed, setClosed] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const stays = category === 'warning' || category === 'danger'
  const time = action ? durationWithAction : duration
  useEffect(() => {
    if (stays || isClosed) return
    let timer = setTimeout(expire, time)
    function expire() {
      if (box.current?.matches(':hover, :focus-within')) timer = setTimeout(expire, time)
      else setClosed(true)
    }
    return () => clearTimeout(timer)
  }, [stays, isClosed, time])
  if (isClosed) return null
  return (
    <div ref={box} className="toast">
      <Notice category={category}>{children}</Notice>
      {action && (
        <button
          type="button"
          className="toast-action"
          onClick={() => {
            setClosed(true)
            action.run()
          }}
        >
          {action.label}
        </button>
      )}
      <button type="button" aria-label={close} onClick={() => setClosed(true)}>
        <Icon name="close" />
      </button>
    </div>
  )
}
