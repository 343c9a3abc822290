'use client'

import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Icon } from './icon'
import { Notice, type NoticeCategory } from './notice'

/** Milliseconds before a success message closes: about twice the time to read two lines. */
const duration = 8000

type Props = {
  category: NoticeCategory
  /** The label of the button that closes the message. */
  close: string
  children: ReactNode
}

/**
 * A message over the page. Successes disappear after a while, unless the pointer or the focus is on them (WCAG 2.2,
 * 2.2.1); warnings and errors stay until they are closed.
 */
export function Toast({ category, close, children }: Props) {
  const [isClosed, setClosed] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const stays = category === 'warning' || category === 'danger'
  useEffect(() => {
    if (stays || isClosed) return
    let timer = setTimeout(expire, duration)
    function expire() {
      if (box.current?.matches(':hover, :focus-within')) timer = setTimeout(expire, duration)
      else setClosed(true)
    }
    return () => clearTimeout(timer)
  }, [stays, isClosed])
  if (isClosed) return null
  return (
    <div ref={box} className="toast">
      <Notice category={category}>{children}</Notice>
      <button type="button" aria-label={close} onClick={() => setClosed(true)}>
        <Icon name="close" />
      </button>
    </div>
  )
}
